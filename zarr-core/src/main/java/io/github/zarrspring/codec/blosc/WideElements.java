package io.github.zarrspring.codec.blosc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Moves the bytes of elements of two, four and eight bytes, an element or more with each
 * access to memory.
 */
final class WideElements {

	private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private WideElements() {
	}

	/**
	 * Put the bytes of elements back, if they have one of these sizes.
	 * @return how many bytes of each element are done, all or none
	 */
	static int unshuffle(byte[] source, int from, byte[] target, int to, int elements, int typeSize) {
		switch (typeSize) {
			case 2 -> {
				for (int i = 0; i < elements; i++) {
					SHORTS.set(target, to + 2 * i,
							(short) ((source[from + i] & 0xff) | source[from + elements + i] << 8));
				}
			}
			case 4 -> {
				int second = from + elements;
				int third = second + elements;
				int fourth = third + elements;
				for (int i = 0; i < elements; i++) {
					INTS.set(target, to + 4 * i, (source[from + i] & 0xff) | (source[second + i] & 0xff) << 8
							| (source[third + i] & 0xff) << 16 | source[fourth + i] << 24);
				}
			}
			case 8 -> {
				for (int i = 0; i < elements; i++) {
					long element = 0;
					for (int j = 7; j >= 0; j--) {
						element = element << 8 | (source[from + j * elements + i] & 0xff);
					}
					LONGS.set(target, to + 8 * i, element);
				}
			}
			default -> {
				return 0;
			}
		}
		return typeSize;
	}

	/**
	 * Put the bytes of elements in order, if they have four bytes: eight elements at a
	 * time, so that eight bytes are written at once.
	 * @return how many bytes of each element are done, all or none
	 */
	static int shuffle(byte[] source, int from, byte[] target, int to, int elements, int typeSize) {
		if (typeSize != 4 || elements % 8 != 0) {
			return 0;
		}
		for (int i = 0; i < elements; i += 8) {
			int in = from + 4 * i;
			long first = pairs((long) LONGS.get(source, in), (long) LONGS.get(source, in + 8));
			long second = pairs((long) LONGS.get(source, in + 16), (long) LONGS.get(source, in + 24));
			long firstOdd = pairs((long) LONGS.get(source, in) >>> 8, (long) LONGS.get(source, in + 8) >>> 8);
			long secondOdd = pairs((long) LONGS.get(source, in + 16) >>> 8, (long) LONGS.get(source, in + 24) >>> 8);
			LONGS.set(target, to + i, (first & 0xffffffffL) | second << 32);
			LONGS.set(target, to + elements + i, (firstOdd & 0xffffffffL) | secondOdd << 32);
			LONGS.set(target, to + 2 * elements + i, first >>> 32 | (second & 0xffffffff00000000L));
			LONGS.set(target, to + 3 * elements + i, firstOdd >>> 32 | (secondOdd & 0xffffffff00000000L));
		}
		return typeSize;
	}

	/**
	 * Of four elements, two in each number, the first bytes and behind them the third
	 * ones.
	 */
	private static long pairs(long low, long high) {
		long firsts = (low & 0xff) | (low >>> 24 & 0xff00) | (high & 0xff) << 16 | (high >>> 8 & 0xff000000L);
		long thirds = (low >>> 16 & 0xff) | (low >>> 40 & 0xff00) | (high & 0xff0000) | (high >>> 24 & 0xff000000L);
		return firsts | thirds << 32;
	}

}
