/**
 * Tests for the auto-configuration of stores of the type {@code partitioned}.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.partitioned;

import org.jspecify.annotations.NullMarked;
