/**
 * Pictures of two-dimensional arrays.
 */
@NullMarked
package io.github.zarrspring.sample.image;

import org.jspecify.annotations.NullMarked;
