/**
 * Chunk grids, chunk indices and chunk-key encodings.
 */
@NullMarked
package io.github.zarrspring.chunk;

import org.jspecify.annotations.NullMarked;
