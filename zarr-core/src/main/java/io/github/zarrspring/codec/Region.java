package io.github.zarrspring.codec;

import java.util.Arrays;

/**
 * A part of a chunk: along each dimension a start, a step and a count, in elements. Its
 * arrays are not to be changed.
 *
 * @param start the first index along each dimension
 * @param step the distance between indices along each dimension, at least one
 * @param count the number of indices along each dimension
 */
public record Region(int[] start, int[] step, int[] count) {

	/**
	 * All of a chunk.
	 * @param shape the shape of the chunk
	 * @return the region
	 */
	public static Region all(int[] shape) {
		int[] step = new int[shape.length];
		Arrays.fill(step, 1);
		return new Region(new int[shape.length], step, shape);
	}

	/**
	 * Whether this is all of a chunk.
	 * @param shape the shape of the chunk
	 * @return whether nothing of it is left out
	 */
	public boolean covers(int[] shape) {
		for (int i = 0; i < shape.length; i++) {
			if (this.start[i] != 0 || this.count[i] != shape[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The region of the transposed chunk.
	 * @param order for each dimension of the transposed chunk the dimension it comes from
	 * @return the region with its dimensions in that order
	 */
	public Region transpose(int[] order) {
		return new Region(permute(this.start, order), permute(this.step, order), permute(this.count, order));
	}

	/**
	 * Numbers per dimension in another order of dimensions.
	 * @param values the numbers
	 * @param order for each new dimension the dimension it comes from
	 * @return the numbers in that order
	 */
	static int[] permute(int[] values, int[] order) {
		int[] permuted = new int[order.length];
		for (int i = 0; i < order.length; i++) {
			permuted[i] = values[order[i]];
		}
		return permuted;
	}

}
