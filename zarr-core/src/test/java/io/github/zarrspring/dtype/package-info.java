/**
 * Tests of the package.
 */
@NullMarked
package io.github.zarrspring.dtype;

import org.jspecify.annotations.NullMarked;
