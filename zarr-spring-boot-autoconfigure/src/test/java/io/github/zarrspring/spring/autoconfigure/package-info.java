/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
