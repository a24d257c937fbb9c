/**
 * Zarr stores the way Spring applications use them: templates, the registry of stores and
 * Spring's exceptions.
 */
@NullMarked
package io.github.zarrspring.spring;

import org.jspecify.annotations.NullMarked;
