/**
 * A terrain service that keeps its arrays in Zarr stores.
 */
@NullMarked
package io.github.zarrspring.sample;

import org.jspecify.annotations.NullMarked;
