package io.github.zarrspring.array;

/**
 * The values of one chunk of an array, up to where the array ends. Its arrays are the
 * receiver's own.
 *
 * @param index the index of the chunk in the chunk grid
 * @param start where the chunk starts in the array
 * @param values the values
 */
public record ArrayChunk(long[] index, long[] start, NdArray values) {
}
