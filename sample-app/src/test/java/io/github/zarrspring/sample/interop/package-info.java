/**
 * What other Zarr implementations wrote, as the application answers it.
 */
@NullMarked
package io.github.zarrspring.sample.interop;

import org.jspecify.annotations.NullMarked;
