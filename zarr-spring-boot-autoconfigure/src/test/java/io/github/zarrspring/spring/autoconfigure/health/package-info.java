/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
