package io.github.zarrspring.codec.blosc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.github.zarrspring.dtype.SlotSquares;

/**
 * Moves the bytes of elements of two, four and eight bytes, eight elements at a time.
 * They are read and written as numbers of eight bytes; in between, two numbers at a time
 * exchange halves, then quarters, then bytes, which transposes them.
 */
final class WideElements {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long HALF = 0xffffffffL;

	private static final long QUARTERS = 0xffff0000ffffL;

	private static final long BYTES = 0xff00ff00ff00ffL;

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

	private static long get(byte[] bytes, int position) {
		return (long) LONGS.get(bytes, position);
	}

	private static void set(byte[] bytes, int position, long value) {
		LONGS.set(bytes, position, value);
	}

	/**
	 * What differs between the upper parts of one number and the lower ones of another.
	 * Applied to both it exchanges them.
	 */
	private static long difference(long upper, long lower, int shift, long mask) {
		return (upper >>> shift ^ lower) & mask;
	}

	private static void exchange(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = get(source, from);
		long b = get(source, from + sourceStep);
		long t = difference(a, b, 32, HALF);
		a ^= t << 32;
		b ^= t;
		t = difference(a, b, 16, QUARTERS);
		a ^= t << 16;
		b ^= t;
		t = difference(a, b, 8, BYTES);
		set(target, to, a ^ t << 8);
		set(target, to + targetStep, b ^ t);
	}

	private static void exchangeBack(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
		long a = get(source, from);
		long b = get(source, from + sourceStep);
		long t = difference(a, b, 8, BYTES);
		a ^= t << 8;
		b ^= t;
		t = difference(a, b, 16, QUARTERS);
		a ^= t << 16;
		b ^= t;
		t = difference(a, b, 32, HALF);
		set(target, to, a ^ t << 32);
		set(target, to + targetStep, b ^ t);
	}

	private static void shuffleFour(byte[] source, int from, byte[] target, int to, int step) {
		long a = get(source, from);
		long b = get(source, from + 8);
		long c = get(source, from + 16);
		long d = get(source, from + 24);
		long t = difference(a, c, 32, HALF);
		long u = difference(b, d, 32, HALF);
		a ^= t << 32;
		c ^= t;
		b ^= u << 32;
		d ^= u;
		t = difference(a, b, 16, QUARTERS);
		u = difference(c, d, 16, QUARTERS);
		a ^= t << 16;
		b ^= t;
		c ^= u << 16;
		d ^= u;
		t = difference(a, c, 8, BYTES);
		u = difference(b, d, 8, BYTES);
		set(target, to, a ^ t << 8);
		set(target, to + step, c ^ t);
		set(target, to + 2 * step, b ^ u << 8);
		set(target, to + 3 * step, d ^ u);
	}

	private static void unshuffleFour(byte[] source, int from, int step, byte[] target, int to) {
		long a = get(source, from);
		long c = get(source, from + step);
		long b = get(source, from + 2 * step);
		long d = get(source, from + 3 * step);
		long t = difference(a, c, 8, BYTES);
		long u = difference(b, d, 8, BYTES);
		a ^= t << 8;
		c ^= t;
		b ^= u << 8;
		d ^= u;
		t = difference(a, b, 16, QUARTERS);
		u = difference(c, d, 16, QUARTERS);
		a ^= t << 16;
		b ^= t;
		c ^= u << 16;
		d ^= u;
		t = difference(a, c, 32, HALF);
		u = difference(b, d, 32, HALF);
		set(target, to, a ^ t << 32);
		set(target, to + 8, b ^ u << 32);
		set(target, to + 16, c ^ t);
		set(target, to + 24, d ^ u);
	}

}
