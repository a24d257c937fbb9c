package io.github.zarrspring.array;

import org.jspecify.annotations.Nullable;

/**
 * The piece of an {@link Axis} that is in one chunk: a region of the chunk along the
 * dimension and where its indices belong in the result. A regular piece is all of its
 * region, in its order.
 *
 * @param chunk the index of the chunk along the dimension
 * @param start the first index of the region in the chunk
 * @param step the distance between the indices of the region
 * @param extent the number of indices of the region
 * @param dense whether all of the region is selected
 * @param from the selected indices of the region, {@code null} if the piece is regular
 * @param to where they belong in the result, the first of them if the piece is regular
 */
record AxisPiece(long chunk, int start, int step, int extent, boolean dense, int @Nullable [] from, int[] to) {

	/**
	 * The number of indices that are selected.
	 */
	int count() {
		return (this.from != null) ? this.from.length : this.extent;
	}

	/**
	 * This piece as the only one of its axis.
	 */
	AxisPiece alone() {
		int[] first = new int[this.to.length];
		for (int i = 0; i < first.length; i++) {
			first[i] = i;
		}
		return new AxisPiece(this.chunk, this.start, this.step, this.extent, this.dense, this.from, first);
	}

}
