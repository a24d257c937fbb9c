package io.github.zarrspring.array;

/**
 * Rows that an array has got and that are to be written.
 *
 * @param start where they start along each dimension
 * @param plan the plan of writing them
 * @param prepared the chunks at the edge that were read when room was made for them
 */
record Appended(long[] start, ChunkPlan plan, PreparedChunks prepared) {

	static Selection rows(long[] start, int[] shape) {
		Slice[] slices = new Slice[shape.length];
		for (int i = 0; i < slices.length; i++) {
			slices[i] = Slice.range(start[i], start[i] + shape[i]);
		}
		return Selection.of(slices);
	}

	/**
	 * How many of the rows and of their elements are in an array of a shape.
	 */
	int[] kept(int[] rows, long[] shape) {
		int[] kept = new int[rows.length];
		for (int i = 0; i < kept.length; i++) {
			kept[i] = (int) Math.max(0, Math.min(rows[i], shape[i] - this.start[i]));
		}
		return kept;
	}

}
