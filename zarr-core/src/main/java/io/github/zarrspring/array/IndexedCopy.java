package io.github.zarrspring.array;

import io.github.zarrspring.codec.ArrayView;

/**
 * Copies from all combinations of positions to all combinations of others, dimension by
 * dimension, each time what is behind them in one piece.
 *
 * @param source the positions to copy from, dimension by dimension, in slots
 * @param target the positions to copy to, as many
 * @param tail the number of dimensions behind them, but for the slots of an element
 */
record IndexedCopy(int[][] source, int[][] target, int tail) {

	/**
	 * Copy.
	 * @param from what is behind the position 0 to copy from
	 * @param to what is behind the position 0 to copy to, of the same shape
	 */
	void run(ArrayView from, ArrayView to) {
		run(0, from.offset(), to.offset(), from, to);
	}

	private void run(int dimension, int fromOffset, int toOffset, ArrayView from, ArrayView to) {
		int[] positions = this.source[dimension];
		int[] targets = this.target[dimension];
		boolean last = dimension == this.source.length - 1;
		if (last && this.tail == 0) {
			int slots = (from.shape().length > 0) ? from.shape()[0] : 1;
			from.type().copyIndexed(from.array(), fromOffset, positions, to.array(), toOffset, targets, slots);
			return;
		}
		for (int i = 0; i < positions.length; i++) {
			if (last) {
				at(to, toOffset + targets[i]).copyFrom(at(from, fromOffset + positions[i]));
			}
			else {
				run(dimension + 1, fromOffset + positions[i], toOffset + targets[i], from, to);
			}
		}
	}

	private static ArrayView at(ArrayView view, int offset) {
		return new ArrayView(view.type(), view.array(), offset, view.shape(), view.strides());
	}

}
