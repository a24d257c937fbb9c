package io.github.zarrspring.codec;

import java.util.function.Consumer;

import io.github.zarrspring.dtype.Rows;

/**
 * The loop over two n-dimensional arrays of one shape that differ in where their slots
 * lie. Dimensions along which both lie as one are merged, those of size one are left out,
 * and the last two that are left are given to the body as rows, so that copying a
 * contiguous region is one call.
 */
final class StridedLoop {

	private int rank;

	private final int[] shape;

	private final int[] first;

	private final int[] second;

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
			new StridedLoop(shape, first, second).run(0, firstOffset, secondOffset, body);
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
		body.accept(new Rows(number, this.shape[last], first, this.first[row], this.first[last], second,
				this.second[row], this.second[last]));
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
