/**
 * Array values as JSON: one class for each kind of element.
 */
@NullMarked
package io.github.zarrspring.sample.values;

import org.jspecify.annotations.NullMarked;
