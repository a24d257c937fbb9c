package io.github.zarrspring.codec;

import java.util.function.Consumer;

import io.github.zarrspring.dtype.Rows;

/**
 * The loop over two n-dimensional arrays of one shape that differ in where their slots
 * lie. Dimensions along which both lie as one are merged, those of size one are left out,
 * and the last two that are left are given to the body as rows, so that copying a
 * contiguous region is one call. Where each array is contiguous along another dimension,
 * these two become the last, and the body gets small tiles, so that all bytes of a line
 * of the cache are used while it is there.
 */
final class StridedLoop {

	/**
	 * The length and the number of the rows of a tile, which fits the fastest cache.
	 */
	private static final int TILE = 64;

	private int rank;

	private final int[] shape;

	private final int[] first;

	private final int[] second;

	private boolean tiled;

	private StridedLoop(int[] shape, int[] first, int[] second) {
		int length = Math.max(1, shape.length);
		this.shape = new int[length];
		this.first = new int[length];
		this.second = new int[length];
		for (int i = 0; i < shape.length; i++) {
			if (shape[i] != 1) {
				add(shape[i], first[i], second[i]);
			}
		}
		if (this.rank == 0) {
			add(1, 1, 1);
		}
	}

	private void add(int size, int first, int second) {
		int last = this.rank - 1;
		if (last >= 0 && this.first[last] == first * size && this.second[last] == second * size) {
			this.shape[last] *= size;
		}
		else {
			last = this.rank++;
			this.shape[last] = size;
		}
		this.first[last] = first;
		this.second[last] = second;
	}

	/**
	 * Make those dimensions the last two along which the arrays are closest together: the
	 * second array along the last, as writing to many places costs more than reading.
	 */
	private void turn() {
		int last = this.rank - 1;
		int inSecond = closest(this.second);
		int inFirst = closest(this.first);
		if (inFirst != inSecond) {
			swap(inFirst, last - 1);
			swap((inSecond == last - 1) ? inFirst : inSecond, last);
			this.tiled = true;
		}
		else {
			swap(inSecond, last);
		}
	}

	private int closest(int[] strides) {
		int closest = this.rank - 1;
		for (int i = closest - 1; i >= 0; i--) {
			if (Math.abs(strides[i]) < Math.abs(strides[closest])) {
				closest = i;
			}
		}
		return closest;
	}

	private void swap(int one, int other) {
		for (int[] values : new int[][] { this.shape, this.first, this.second }) {
			int value = values[one];
			values[one] = values[other];
			values[other] = value;
		}
	}

	/**
	 * Run a body for all rows of two arrays.
	 * @param shape the shape of both
	 * @param firstOffset where the first array starts
	 * @param first the strides of the first array
	 * @param secondOffset where the second array starts
	 * @param second the strides of the second array
	 * @param body what to do with the rows, possibly some at a time
	 */
	static void run(int[] shape, int firstOffset, int[] first, int secondOffset, int[] second, Consumer<Rows> body) {
		if (!isEmpty(shape)) {
			StridedLoop loop = new StridedLoop(shape, first, second);
			loop.turn();
			loop.run(0, firstOffset, secondOffset, body);
		}
	}

	private void run(int dimension, int first, int second, Consumer<Rows> body) {
		int last = this.rank - 1;
		if (dimension < last - 1) {
			for (int i = 0; i < this.shape[dimension]; i++) {
				run(dimension + 1, first + i * this.first[dimension], second + i * this.second[dimension], body);
			}
			return;
		}
		int row = Math.max(0, last - 1);
		int number = (last > 0) ? this.shape[row] : 1;
		if (this.tiled) {
			runTiles(first, second, body);
			return;
		}
		body.accept(new Rows(number, this.shape[last], first, this.first[row], this.first[last], second,
				this.second[row], this.second[last]));
	}

	private void runTiles(int first, int second, Consumer<Rows> body) {
		int last = this.rank - 1;
		int row = last - 1;
		for (int i = 0; i < this.shape[row]; i += TILE) {
			int number = Math.min(TILE, this.shape[row] - i);
			for (int j = 0; j < this.shape[last]; j += TILE) {
				int length = Math.min(TILE, this.shape[last] - j);
				body.accept(new Rows(number, length, first + i * this.first[row] + j * this.first[last],
						this.first[row], this.first[last], second + i * this.second[row] + j * this.second[last],
						this.second[row], this.second[last]));
			}
		}
	}

	/**
	 * Whether a test holds for all rows of an array.
	 * @param shape the shape of the array
	 * @param offset where it starts
	 * @param strides its strides
	 * @param test what to test of each row
	 * @return whether it holds for all of them
	 */
	static boolean all(int[] shape, int offset, int[] strides, Test test) {
		return isEmpty(shape) || new StridedLoop(shape, strides, strides).all(0, offset, test);
	}

	private boolean all(int dimension, int position, Test test) {
		int count = this.shape[dimension];
		int stride = this.first[dimension];
		if (dimension == this.rank - 1) {
			return test.row(position, stride, count);
		}
		for (int i = 0; i < count; i++) {
			if (!all(dimension + 1, position + i * stride, test)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isEmpty(int[] shape) {
		for (int size : shape) {
			if (size == 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What to test of a row.
	 */
	@FunctionalInterface
	interface Test {

		boolean row(int position, int stride, int count);

	}

}
