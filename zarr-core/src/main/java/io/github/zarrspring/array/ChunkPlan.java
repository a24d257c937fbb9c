package io.github.zarrspring.array;

/**
 * Which parts of which chunks a selection touches, and where they belong in its values.
 * Parts are made one by one as they are asked for, by any thread: a plan is small however
 * many chunks it touches.
 */
public interface ChunkPlan {

	/**
	 * The shape of the values that are selected.
	 * @return the shape
	 */
	long[] shape();

	/**
	 * The number of parts, each of another chunk.
	 * @return the number
	 */
	long parts();

	/**
	 * The chunk that a part is of.
	 * @param number the number of the part, from 0 to before {@link #parts}
	 * @return the index of the chunk
	 */
	default long[] chunk(long number) {
		return part(number).chunk();
	}

	/**
	 * A part.
	 * @param number its number, from 0 to before {@link #parts}
	 * @return the part
	 */
	ChunkPart part(long number);

}
