/**
 * Array and group metadata: Zarr v2 and v3 documents and the one model behind them.
 */
@NullMarked
package io.github.zarrspring.metadata;

import org.jspecify.annotations.NullMarked;
