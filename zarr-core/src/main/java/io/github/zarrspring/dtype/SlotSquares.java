package io.github.zarrspring.dtype;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Transposes slots of one, two, four and eight bytes, in squares whose rows are read and
 * written as words of eight bytes; in between, two words at a time exchange halves, then
 * quarters, then bytes.
 */
public final class SlotSquares {

	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long HALF = 0xffffffffL;

	private static final long QUARTERS = 0xffff0000ffffL;

	private static final long BYTES = 0xff00ff00ff00ffL;

	private SlotSquares() {
	}

	/**
	 * Transpose slots of any size.
	 * @param source the array with rows of slots
	 * @param from where the first row starts
	 * @param sourceStep the number of bytes from a row to the next
	 * @param target where the columns go as rows
	 * @param to where to put the first
	 * @param targetStep the number of bytes from a row to the next there
	 * @param rows the number of rows in the source
	 * @param columns the number of slots of such a row
	 * @param size the number of bytes of a slot
	 */
	public static void transpose(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep,
			int rows, int columns, int size) {
		int side = switch (size) {
			case 1, 2, 4, 8 -> Long.BYTES / size;
			default -> Math.max(rows, columns) + 1;
		};
		int wholeRows = rows - rows % side;
		int wholeColumns = columns - columns % side;
		for (int row = 0; row < wholeRows; row += side) {
			int in = from + row * sourceStep;
			int out = to + row * size;
			switch (size) {
				case 1 -> transposeBytes(source, in, sourceStep, target, out, targetStep, wholeColumns);
				case 2 -> transposePairs(source, in, sourceStep, target, out, targetStep, wholeColumns);
				case 4 -> transposeFours(source, in, sourceStep, target, out, targetStep, wholeColumns);
				default -> transposeEights(source, in, target, out, targetStep, wholeColumns);
			}
		}
		copy(source, from + wholeColumns * size, sourceStep, target, to + wholeColumns * targetStep, targetStep,
				wholeRows, columns - wholeColumns, size);
		copy(source, from + wholeRows * sourceStep, sourceStep, target, to + wholeRows * size, targetStep,
				rows - wholeRows, columns, size);
	}

	private static void transposeBytes(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep,
			int columns) {
		for (int i = 0; i < columns; i += 8) {
			ofBytes(source, from + i, sourceStep, target, to + i * targetStep, targetStep);
		}
	}

	private static void transposePairs(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep,
			int columns) {
		for (int i = 0; i < columns; i += 4) {
			ofPairs(source, from + 2 * i, sourceStep, target, to + i * targetStep, targetStep);
		}
	}

	private static void transposeFours(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep,
			int columns) {
		for (int i = 0; i < columns; i += 2) {
			ofFours(source, from + 4 * i, sourceStep, target, to + i * targetStep, targetStep);
		}
	}

	private static void transposeEights(byte[] source, int from, byte[] target, int to, int targetStep, int columns) {
		for (int i = 0; i < columns; i++) {
			set(target, to + i * targetStep, get(source, from + 8 * i));
		}
	}

	/**
	 * Copy slots one by one.
	 */
	private static void copy(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep, int rows,
			int columns, int size) {
		for (int row = 0; row < rows; row++) {
			for (int i = 0; i < columns; i++) {
				int in = from + row * sourceStep + i * size;
				int out = to + i * targetStep + row * size;
				int done = 0;
				for (; done <= size - Long.BYTES; done += Long.BYTES) {
					set(target, out + done, get(source, in + done));
				}
				for (; done < size; done++) {
					target[out + done] = source[in + done];
				}
			}
		}
	}

	/**
	 * Transpose eight rows of eight bytes.
	 * @param source the array with the rows
	 * @param from where the first row starts
	 * @param sourceStep the number of bytes from a row to the next
	 * @param target where the columns go as rows
	 * @param to where to put the first
	 * @param targetStep the number of bytes from a row to the next there
	 */
	public static void ofBytes(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		// The rows half apart exchange halves at once, so that four are held at a time.
		for (int i = 0; i < 4; i++) {
			long a = get(source, from + i * sourceStep);
			long b = get(source, from + (i + 4) * sourceStep);
			long t = difference(a, b, 32, HALF);
			set(target, to + i * targetStep, a ^ t << 32);
			set(target, to + (i + 4) * targetStep, b ^ t);
		}
		transposeHalves(target, to, targetStep);
		transposeHalves(target, to + 4 * targetStep, targetStep);
	}

	private static void transposeHalves(byte[] bytes, int position, int step) {
		long a = get(bytes, position);
		long b = get(bytes, position + step);
		long c = get(bytes, position + 2 * step);
		long d = get(bytes, position + 3 * step);
		long t = difference(a, c, 16, QUARTERS);
		long u = difference(b, d, 16, QUARTERS);
		a ^= t << 16;
		c ^= t;
		b ^= u << 16;
		d ^= u;
		t = difference(a, b, 8, BYTES);
		u = difference(c, d, 8, BYTES);
		set(bytes, position, a ^ t << 8);
		set(bytes, position + step, b ^ t);
		set(bytes, position + 2 * step, c ^ u << 8);
		set(bytes, position + 3 * step, d ^ u);
	}

	/**
	 * Transpose four rows of four slots of two bytes.
	 */
	private static void ofPairs(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = get(source, from);
		long b = get(source, from + sourceStep);
		long c = get(source, from + 2 * sourceStep);
		long d = get(source, from + 3 * sourceStep);
		long t = difference(a, c, 32, HALF);
		long u = difference(b, d, 32, HALF);
		a ^= t << 32;
		c ^= t;
		b ^= u << 32;
		d ^= u;
		t = difference(a, b, 16, QUARTERS);
		u = difference(c, d, 16, QUARTERS);
		set(target, to, a ^ t << 16);
		set(target, to + targetStep, b ^ t);
		set(target, to + 2 * targetStep, c ^ u << 16);
		set(target, to + 3 * targetStep, d ^ u);
	}

	/**
	 * Transpose two rows of two slots of four bytes.
	 */
	private static void ofFours(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = get(source, from);
		long b = get(source, from + sourceStep);
		set(target, to, a & HALF | b << 32);
		set(target, to + targetStep, a >>> 32 | b & ~HALF);
	}

	/**
	 * What differs between the upper parts of one word and the lower ones of another.
	 * Applied to both it exchanges them.
	 */
	private static long difference(long upper, long lower, int shift, long mask) {
		return (upper >>> shift ^ lower) & mask;
	}

	private static long get(byte[] bytes, int position) {
		return (long) WORDS.get(bytes, position);
	}

	private static void set(byte[] bytes, int position, long value) {
		WORDS.set(bytes, position, value);
	}

}
