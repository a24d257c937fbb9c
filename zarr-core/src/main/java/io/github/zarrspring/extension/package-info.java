/**
 * Extension points of the Zarr specification: a name with a configuration.
 */
@NullMarked
package io.github.zarrspring.extension;

import org.jspecify.annotations.NullMarked;
