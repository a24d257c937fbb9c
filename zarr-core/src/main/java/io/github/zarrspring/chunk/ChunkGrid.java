package io.github.zarrspring.chunk;

import io.github.zarrspring.extension.Extension;

/**
 * How an array is divided into chunks: a grid, dimension by dimension (Zarr v3
 * specification, "Chunk grids"). Immutable.
 */
public interface ChunkGrid {

	/**
	 * The number of dimensions.
	 * @return the rank of the arrays that this grid divides
	 */
	int rank();

	/**
	 * Check that an array can be as large along a dimension as this grid has chunks.
	 * @param dimension the dimension
	 * @param size the size of the array along it
	 * @throws io.github.zarrspring.exception.InvalidRequestException if it reaches beyond
	 * the last chunk
	 */
	default void checkSize(int dimension, long size) {
	}

	/**
	 * The number of chunks along a dimension.
	 * @param dimension the dimension
	 * @param size the size of the array along it
	 * @return how many chunks there are, the last of them possibly reaching beyond the
	 * array
	 */
	long count(int dimension, long size);

	/**
	 * Which chunk a position is in.
	 * @param dimension the dimension
	 * @param position the position in the array, not negative
	 * @return the index of the chunk along the dimension
	 */
	long indexOf(int dimension, long position);

	/**
	 * Where a chunk starts.
	 * @param dimension the dimension
	 * @param index the index of the chunk along the dimension
	 * @return the position of its first element in the array
	 */
	long start(int dimension, long index);

	/**
	 * How large a chunk is stored, beyond the end of the array too.
	 * @param dimension the dimension
	 * @param index the index of the chunk along the dimension
	 * @return the number of elements
	 */
	long size(int dimension, long index);

	/**
	 * The sizes that chunks have along a dimension.
	 * @param dimension the dimension
	 * @return each size once, in no particular order
	 */
	default long[] sizes(int dimension) {
		return new long[] { maxChunkShape()[dimension] };
	}

	/**
	 * The largest chunk.
	 * @return the shape that no chunk exceeds in any dimension
	 */
	long[] maxChunkShape();

	/**
	 * Whether all chunks have the same shape.
	 * @return whether {@link #size} is the same for all chunks
	 */
	boolean isRegular();

	/**
	 * The grid as metadata writes it.
	 * @return name and configuration
	 */
	Extension toExtension();

}
