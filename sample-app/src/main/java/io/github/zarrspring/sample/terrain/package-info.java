/**
 * The terrain: elevations and profiles by geographic position.
 */
@NullMarked
package io.github.zarrspring.sample.terrain;

import org.jspecify.annotations.NullMarked;
