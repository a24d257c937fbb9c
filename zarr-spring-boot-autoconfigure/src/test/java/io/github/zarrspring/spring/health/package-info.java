/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring.health;

import org.jspecify.annotations.NullMarked;
