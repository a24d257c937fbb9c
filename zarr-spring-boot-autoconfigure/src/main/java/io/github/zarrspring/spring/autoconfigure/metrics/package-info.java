/**
 * Auto-configuration of the metrics of Zarr stores.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
