/**
 * Tests of the package.
 */
@NullMarked
package io.github.zarrspring.chunk;

import org.jspecify.annotations.NullMarked;
