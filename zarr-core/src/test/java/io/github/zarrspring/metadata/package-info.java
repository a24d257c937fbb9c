/**
 * Tests of the package.
 */
@NullMarked
package io.github.zarrspring.metadata;

import org.jspecify.annotations.NullMarked;
