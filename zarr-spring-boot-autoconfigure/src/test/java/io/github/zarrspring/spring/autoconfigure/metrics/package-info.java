/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
