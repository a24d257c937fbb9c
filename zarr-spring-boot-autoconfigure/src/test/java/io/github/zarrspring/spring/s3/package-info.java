/**
 * Tests of the storage backend {@code s3}.
 */
@NullMarked
package io.github.zarrspring.spring.s3;

import org.jspecify.annotations.NullMarked;
