/**
 * Auto-configuration of the health of Zarr stores.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
