/**
 * Tests against what other Zarr implementations wrote or read.
 */
@NullMarked
package io.github.zarrspring.interop;

import org.jspecify.annotations.NullMarked;
