package io.github.zarrspring.dtype;

/**
 * Transposes slots of one, two, four and eight bytes, in squares whose rows are read and
 * written as words of eight bytes; in between, two words at a time exchange halves, then
 * quarters, then bytes.
 */
public final class SlotSquares {

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
			Words.set(target, to + i * targetStep, Words.get(source, from + 8 * i));
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
					Words.set(target, out + done, Words.get(source, in + done));
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
			long a = Words.get(source, from + i * sourceStep);
			long b = Words.get(source, from + (i + 4) * sourceStep);
			long t = Words.difference(a, b, 32, Words.HALF);
			Words.set(target, to + i * targetStep, a ^ t << 32);
			Words.set(target, to + (i + 4) * targetStep, b ^ t);
		}
		int half = to + 4 * targetStep;
		ofFourWords(target, to, targetStep, target, to, targetStep, 16, Words.QUARTERS, 8, Words.BYTES);
		ofFourWords(target, half, targetStep, target, half, targetStep, 16, Words.QUARTERS, 8, Words.BYTES);
	}

	/**
	 * Transpose four rows of four slots of two bytes.
	 */
	private static void ofPairs(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		ofFourWords(source, from, sourceStep, target, to, targetStep, 32, Words.HALF, 16, Words.QUARTERS);
	}

	/**
	 * Transpose what four words have in parts: those two apart exchange large parts, then
	 * those side by side small ones.
	 */
	private static void ofFourWords(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep,
			int large, long largeMask, int small, long smallMask) {
		long a = Words.get(source, from);
		long b = Words.get(source, from + sourceStep);
		long c = Words.get(source, from + 2 * sourceStep);
		long d = Words.get(source, from + 3 * sourceStep);
		long t = Words.difference(a, c, large, largeMask);
		long u = Words.difference(b, d, large, largeMask);
		a ^= t << large;
		c ^= t;
		b ^= u << large;
		d ^= u;
		t = Words.difference(a, b, small, smallMask);
		u = Words.difference(c, d, small, smallMask);
		Words.set(target, to, a ^ t << small);
		Words.set(target, to + targetStep, b ^ t);
		Words.set(target, to + 2 * targetStep, c ^ u << small);
		Words.set(target, to + 3 * targetStep, d ^ u);
	}

	/**
	 * Transpose two rows of two slots of four bytes.
	 */
	private static void ofFours(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = Words.get(source, from);
		long b = Words.get(source, from + sourceStep);
		Words.set(target, to, a & Words.HALF | b << 32);
		Words.set(target, to + targetStep, a >>> 32 | b & ~Words.HALF);
	}

}
