/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.metrics;

import org.jspecify.annotations.NullMarked;
