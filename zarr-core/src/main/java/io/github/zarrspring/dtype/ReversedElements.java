package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;

/**
 * Encoded elements in the byte order that is not the machine's. They are copied as they
 * are, which is done in bulk, and reversed in the array while that is in the cache.
 *
 * @param raw the elements in the order of the machine
 * @param ordered the same in their order
 * @param reversal what reverses the bytes of elements of an array
 */
record ReversedElements(ElementBuffer raw, ElementBuffer ordered, Reversal reversal) implements ElementBuffer {

	/**
	 * Elements in any byte order.
	 * @param bytes the encoded elements, from the position to the limit
	 * @param order their byte order
	 * @param view what makes slots of bytes
	 * @param reversal what reverses the bytes of elements of an array
	 * @return a view of the bytes
	 */
	static ElementBuffer of(ByteBuffer bytes, ByteOrder order, Function<ByteBuffer, ElementBuffer> view,
			Reversal reversal) {
		ElementBuffer ordered = view.apply(bytes.slice().order(order));
		return (order == ByteOrder.nativeOrder()) ? ordered
				: new ReversedElements(view.apply(bytes.slice().order(ByteOrder.nativeOrder())), ordered, reversal);
	}

	@Override
	public void get(Rows rows, Object target) {
		if (rows.secondStride() != 1) {
			this.ordered.get(rows, target);
			return;
		}
		this.raw.get(rows, target);
		for (int row = 0; row < rows.number(); row++) {
			this.reversal.reverse(target, rows.second(row), rows.second(row) + rows.length());
		}
	}

	@Override
	public void put(Rows rows, Object source) {
		this.ordered.put(rows, source);
	}

	/**
	 * Reverses the bytes of elements.
	 */
	@FunctionalInterface
	interface Reversal {

		/**
		 * Reverse.
		 * @param array the array with the elements
		 * @param from where the first of them is
		 * @param to where the one behind the last is
		 */
		void reverse(Object array, int from, int to);

	}

}
