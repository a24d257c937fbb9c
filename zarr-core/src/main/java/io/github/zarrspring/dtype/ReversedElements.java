package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;

/**
 * Encoded elements in the byte order that is not the machine's. What lies side by side is
 * reversed a piece at a time, as words of eight bytes and while it is in the cache, and
 * copied from there in bulk.
 */
final class ReversedElements implements ElementBuffer {

	private static final int PIECE = 1 << 14;

	/**
	 * Rows of fewer bytes are not worth it.
	 */
	private static final int SHORT_ROW = 64;

	private final ByteBuffer bytes;

	private final int size;

	private final ElementBuffer ordered;

	private final long[] words;

	private final ByteBuffer reversed;

	private final ElementBuffer piece;

	private ReversedElements(ByteBuffer bytes, int size, Function<ByteBuffer, ElementBuffer> view) {
		this.bytes = bytes;
		this.size = size;
		this.ordered = view.apply(bytes);
		int length = Math.min(PIECE, bytes.remaining());
		this.words = new long[length / Long.BYTES];
		this.reversed = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
		this.piece = view.apply(this.reversed);
	}

	/**
	 * Elements in any byte order.
	 * @param bytes the encoded elements, from the position to the limit
	 * @param order their byte order
	 * @param size the number of bytes of a slot
	 * @param view what makes slots of bytes
	 * @return a view of the bytes
	 */
	static ElementBuffer of(ByteBuffer bytes, ByteOrder order, int size, Function<ByteBuffer, ElementBuffer> view) {
		ByteBuffer slots = bytes.slice().order(order);
		return (order == ByteOrder.nativeOrder()) ? view.apply(slots) : new ReversedElements(slots, size, view);
	}

	@Override
	public void get(Rows rows, Object target) {
		if (!rows.isContiguous() || rows.length() * this.size < SHORT_ROW) {
			this.ordered.get(rows, target);
			return;
		}
		int slots = PIECE / this.size;
		int together = (rows.firstRowStride() == rows.length()) ? Math.max(1, slots / rows.length()) : 1;
		for (int row = 0; row < rows.number(); row += together) {
			int number = Math.min(together, rows.number() - row);
			for (int from = 0; from < rows.length(); from += slots) {
				int length = Math.min(slots, rows.length() - from);
				reverse((rows.first(row) + from) * this.size, number * length * this.size);
				this.piece.get(
						new Rows(number, length, 0, length, 1, rows.second(row) + from, rows.secondRowStride(), 1),
						target);
			}
		}
	}

	@Override
	public void put(Rows rows, Object source) {
		this.ordered.put(rows, source);
	}

	private void reverse(int from, int length) {
		int count = length / Long.BYTES;
		this.bytes.slice(from, length).order(ByteOrder.nativeOrder()).asLongBuffer().get(0, this.words, 0, count);
		switch (this.size) {
			case Short.BYTES -> reverseShorts(this.words, count);
			case Integer.BYTES -> reverseInts(this.words, count);
			default -> reverseLongs(this.words, count);
		}
		this.reversed.asLongBuffer().put(0, this.words, 0, count);
		for (int i = count * Long.BYTES; i < length; i++) {
			this.reversed.put(i, this.bytes.get(from + i + this.size - 1 - 2 * (i % this.size)));
		}
	}

	// Not with the methods of Short, Integer and Long: loops with shifts are done in
	// vectors.

	private static void reverseShorts(long[] words, int count) {
		for (int i = 0; i < count; i++) {
			long word = words[i];
			words[i] = word >>> 8 & 0x00ff00ff00ff00ffL | (word & 0x00ff00ff00ff00ffL) << 8;
		}
	}

	private static void reverseInts(long[] words, int count) {
		for (int i = 0; i < count; i++) {
			long word = words[i];
			long pairs = word >>> 16 & 0x0000ffff0000ffffL | (word & 0x0000ffff0000ffffL) << 16;
			words[i] = pairs >>> 8 & 0x00ff00ff00ff00ffL | (pairs & 0x00ff00ff00ff00ffL) << 8;
		}
	}

	private static void reverseLongs(long[] words, int count) {
		for (int i = 0; i < count; i++) {
			long word = words[i];
			long halves = word >>> 32 | word << 32;
			long pairs = halves >>> 16 & 0x0000ffff0000ffffL | (halves & 0x0000ffff0000ffffL) << 16;
			words[i] = pairs >>> 8 & 0x00ff00ff00ff00ffL | (pairs & 0x00ff00ff00ff00ffL) << 8;
		}
	}

}
