/**
 * Tests of arrays, groups and selections.
 */
@NullMarked
package io.github.zarrspring.array;

import org.jspecify.annotations.NullMarked;
