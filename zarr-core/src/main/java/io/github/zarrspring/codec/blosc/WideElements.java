package io.github.zarrspring.codec.blosc;

import io.github.zarrspring.dtype.SlotSquares;
import io.github.zarrspring.dtype.Words;

/**
 * Moves the bytes of elements of two, four and eight bytes, eight elements at a time.
 * They are read and written as numbers of eight bytes; in between, two numbers at a time
 * exchange halves, then quarters, then bytes, which transposes them.
 */
final class WideElements {

	private WideElements() {
	}

	/**
	 * Put the bytes of elements in order, if they have one of these sizes.
	 * @return how many elements are done, all but less than eight or none
	 */
	static int shuffle(byte[] source, int from, byte[] target, int to, int elements, int typeSize) {
		int whole = elements & -8;
		switch (typeSize) {
			case 2 -> {
				for (int i = 0; i < whole; i += 8) {
					exchange(source, from + 2 * i, 8, target, to + i, elements);
				}
			}
			case 4 -> {
				for (int i = 0; i < whole; i += 8) {
					shuffleFour(source, from + 4 * i, target, to + i, elements);
				}
			}
			case 8 -> {
				for (int i = 0; i < whole; i += 8) {
					SlotSquares.ofBytes(source, from + 8 * i, 8, target, to + i, elements);
				}
			}
			default -> {
				return 0;
			}
		}
		return whole;
	}

	/**
	 * Put the bytes of elements back, if they have one of these sizes.
	 * @return how many elements are done, all but less than eight or none
	 */
	static int unshuffle(byte[] source, int from, byte[] target, int to, int elements, int typeSize) {
		int whole = elements & -8;
		switch (typeSize) {
			case 2 -> {
				for (int i = 0; i < whole; i += 8) {
					exchangeBack(source, from + i, elements, target, to + 2 * i, 8);
				}
			}
			case 4 -> {
				for (int i = 0; i < whole; i += 8) {
					unshuffleFour(source, from + i, elements, target, to + 4 * i);
				}
			}
			case 8 -> {
				for (int i = 0; i < whole; i += 8) {
					SlotSquares.ofBytes(source, from + i, elements, target, to + 8 * i, 8);
				}
			}
			default -> {
				return 0;
			}
		}
		return whole;
	}

	private static void exchange(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = Words.get(source, from);
		long b = Words.get(source, from + sourceStep);
		long t = Words.difference(a, b, 32, Words.HALF);
		a ^= t << 32;
		b ^= t;
		t = Words.difference(a, b, 16, Words.QUARTERS);
		a ^= t << 16;
		b ^= t;
		t = Words.difference(a, b, 8, Words.BYTES);
		Words.set(target, to, a ^ t << 8);
		Words.set(target, to + targetStep, b ^ t);
	}

	private static void exchangeBack(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = Words.get(source, from);
		long b = Words.get(source, from + sourceStep);
		long t = Words.difference(a, b, 8, Words.BYTES);
		a ^= t << 8;
		b ^= t;
		t = Words.difference(a, b, 16, Words.QUARTERS);
		a ^= t << 16;
		b ^= t;
		t = Words.difference(a, b, 32, Words.HALF);
		Words.set(target, to, a ^ t << 32);
		Words.set(target, to + targetStep, b ^ t);
	}

	private static void shuffleFour(byte[] source, int from, byte[] target, int to, int step) {
		long a = Words.get(source, from);
		long b = Words.get(source, from + 8);
		long c = Words.get(source, from + 16);
		long d = Words.get(source, from + 24);
		long t = Words.difference(a, c, 32, Words.HALF);
		long u = Words.difference(b, d, 32, Words.HALF);
		a ^= t << 32;
		c ^= t;
		b ^= u << 32;
		d ^= u;
		t = Words.difference(a, b, 16, Words.QUARTERS);
		u = Words.difference(c, d, 16, Words.QUARTERS);
		a ^= t << 16;
		b ^= t;
		c ^= u << 16;
		d ^= u;
		t = Words.difference(a, c, 8, Words.BYTES);
		u = Words.difference(b, d, 8, Words.BYTES);
		Words.set(target, to, a ^ t << 8);
		Words.set(target, to + step, c ^ t);
		Words.set(target, to + 2 * step, b ^ u << 8);
		Words.set(target, to + 3 * step, d ^ u);
	}

	private static void unshuffleFour(byte[] source, int from, int step, byte[] target, int to) {
		long a = Words.get(source, from);
		long c = Words.get(source, from + step);
		long b = Words.get(source, from + 2 * step);
		long d = Words.get(source, from + 3 * step);
		long t = Words.difference(a, c, 8, Words.BYTES);
		long u = Words.difference(b, d, 8, Words.BYTES);
		a ^= t << 8;
		c ^= t;
		b ^= u << 8;
		d ^= u;
		t = Words.difference(a, b, 16, Words.QUARTERS);
		u = Words.difference(c, d, 16, Words.QUARTERS);
		a ^= t << 16;
		b ^= t;
		c ^= u << 16;
		d ^= u;
		t = Words.difference(a, c, 32, Words.HALF);
		u = Words.difference(b, d, 32, Words.HALF);
		Words.set(target, to, a ^ t << 32);
		Words.set(target, to + 8, b ^ u << 32);
		Words.set(target, to + 16, c ^ t);
		Words.set(target, to + 24, d ^ u);
	}

}
