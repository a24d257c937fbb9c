/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.snapshot;

import org.jspecify.annotations.NullMarked;
