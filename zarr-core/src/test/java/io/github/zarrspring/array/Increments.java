package io.github.zarrspring.array;

import java.util.Random;

/**
 * Adds one to random regions of an array, most of them across chunks, and counts what
 * each cell must have got.
 */
final class Increments {

	private Increments() {
	}

	/**
	 * Increment.
	 * @param array an array of int64 with two dimensions
	 * @param count how often
	 * @param seed what the regions follow from
	 * @return how often each cell was incremented
	 */
	static long[] run(ZarrArray array, int count, long seed) {
		Random random = new Random(seed);
		int rows = (int) array.shape()[0];
		int columns = (int) array.shape()[1];
		long[] counts = new long[rows * columns];
		for (int i = 0; i < count; i++) {
			int top = random.nextInt(rows - 3);
			int bottom = top + 1 + random.nextInt(Math.min(20, rows - top));
			int left = random.nextInt(columns - 3);
			int right = left + 1 + random.nextInt(Math.min(20, columns - left));
			array.update(Selection.of(Slice.range(top, bottom), Slice.range(left, right)), Increments::increment);
			for (int row = top; row < bottom; row++) {
				for (int column = left; column < right; column++) {
					counts[row * columns + column]++;
				}
			}
		}
		return counts;
	}

	private static NdArray increment(NdArray values) {
		long[] cells = values.longs();
		for (int i = 0; i < cells.length; i++) {
			cells[i]++;
		}
		return values;
	}

	static long[] sum(long[]... counts) {
		long[] sum = new long[counts[0].length];
		for (long[] count : counts) {
			for (int i = 0; i < sum.length; i++) {
				sum[i] += count[i];
			}
		}
		return sum;
	}

}
