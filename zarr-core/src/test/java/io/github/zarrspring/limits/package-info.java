/**
 * Tests for the bounds on what the engine allocates.
 */
@NullMarked
package io.github.zarrspring.limits;

import org.jspecify.annotations.NullMarked;
