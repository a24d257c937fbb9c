/**
 * The stores of the application, and a store type of its own.
 */
@NullMarked
package io.github.zarrspring.sample.store;

import org.jspecify.annotations.NullMarked;
