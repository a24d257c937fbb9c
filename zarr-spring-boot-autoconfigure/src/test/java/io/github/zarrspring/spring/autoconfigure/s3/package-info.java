/**
 * Tests of the auto-configuration of stores of the type {@code s3}.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.s3;

import org.jspecify.annotations.NullMarked;
