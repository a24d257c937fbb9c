/**
 * What can go wrong, by what a caller can do about it.
 */
@NullMarked
package io.github.zarrspring.exception;

import org.jspecify.annotations.NullMarked;
