/**
 * Auto-configuration of Zarr stores, and what applications add types of stores with.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
