/**
 * Data types, their fill values and the layout of their elements in bytes and in Java
 * arrays.
 */
@NullMarked
package io.github.zarrspring.dtype;

import org.jspecify.annotations.NullMarked;
