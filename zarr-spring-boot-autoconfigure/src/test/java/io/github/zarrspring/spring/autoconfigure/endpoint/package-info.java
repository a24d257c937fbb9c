/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
