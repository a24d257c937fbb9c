/**
 * Metrics of Zarr stores.
 */
@NullMarked
package io.github.zarrspring.spring.metrics;

import org.jspecify.annotations.NullMarked;
