/**
 * Tests of the engine as a whole.
 */
@NullMarked
package io.github.zarrspring;

import org.jspecify.annotations.NullMarked;
