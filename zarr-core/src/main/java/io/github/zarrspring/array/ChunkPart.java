package io.github.zarrspring.array;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;

/**
 * The part of one chunk that a selection touches.
 */
public interface ChunkPart {

	/**
	 * The chunk.
	 * @return the index of the chunk, not to be changed
	 */
	long[] chunk();

	/**
	 * The part of the chunk.
	 * @return the smallest region that holds all that is selected
	 */
	Region region();

	/**
	 * Where the values of the region are among all values of the selection.
	 * @param values all values, of the shape of the plan and, for elements of several
	 * slots, one dimension more
	 * @return the view of those that are in the chunk, of the shape of the region
	 */
	ArrayView view(ArrayView values);

	/**
	 * The shape that the values of the part have in the result.
	 * @return the shape of the region without the dimensions that the result does not
	 * have
	 */
	int[] shape();

}
