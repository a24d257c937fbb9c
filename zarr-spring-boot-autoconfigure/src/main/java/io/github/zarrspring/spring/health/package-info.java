/**
 * Health of Zarr stores.
 */
@NullMarked
package io.github.zarrspring.spring.health;

import org.jspecify.annotations.NullMarked;
