/**
 * Repeating calls to stores that do not answer.
 */
@NullMarked
package io.github.zarrspring.spring.retry;

import org.jspecify.annotations.NullMarked;
