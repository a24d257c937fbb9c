package io.github.zarrspring.dtype;

/**
 * Rows of slots in two places, to be copied from the first to the second. They are handed
 * over together, so that a call that cannot be inlined is made once for many rows.
 *
 * @param number the number of rows
 * @param length the number of slots of a row
 * @param firstStart where the first row starts in the first place
 * @param firstRowStride the distance between rows there
 * @param firstStride the distance between slots of a row there
 * @param secondStart where the first row starts in the second place
 * @param secondRowStride the distance between rows there
 * @param secondStride the distance between slots of a row there
 */
public record Rows(int number, int length, int firstStart, int firstRowStride, int firstStride, int secondStart,
		int secondRowStride, int secondStride) {

	/**
	 * One row of slots that lie side by side, at the start of both places.
	 * @param length the number of slots
	 * @return the row
	 */
	public static Rows of(int length) {
		return new Rows(1, length, 0, 0, 1, 0, 0, 1);
	}

	/**
	 * Where a row starts in the first place.
	 * @param row the number of the row
	 * @return the position of its first slot
	 */
	public int first(int row) {
		return this.firstStart + row * this.firstRowStride;
	}

	/**
	 * Where a row starts in the second place.
	 * @param row the number of the row
	 * @return the position of its first slot
	 */
	public int second(int row) {
		return this.secondStart + row * this.secondRowStride;
	}

	/**
	 * Whether the slots of a row lie side by side in both places.
	 * @return whether they do
	 */
	public boolean isContiguous() {
		return this.firstStride == 1 && this.secondStride == 1;
	}

}
