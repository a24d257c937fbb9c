/**
 * Tests for repeated calls to stores.
 */
@NullMarked
package io.github.zarrspring.spring.retry;

import org.jspecify.annotations.NullMarked;
