package io.github.zarrspring.dtype;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of an array at a time, as numbers whose lowest byte is the first. Two of
 * them exchange halves, quarters or bytes by what {@link #difference} says (Warren,
 * Hacker's Delight, section 7-3).
 */
public final class Words {

	/**
	 * The lower half of a word.
	 */
	public static final long HALF = 0xffffffffL;

	/**
	 * The lower quarter of each half.
	 */
	public static final long QUARTERS = 0xffff0000ffffL;

	/**
	 * The lower byte of each quarter.
	 */
	public static final long BYTES = 0xff00ff00ff00ffL;

	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private Words() {
	}

	/**
	 * Eight bytes.
	 * @param bytes the array
	 * @param position where the first is
	 * @return the word
	 */
	public static long get(byte[] bytes, int position) {
		return (long) WORDS.get(bytes, position);
	}

	/**
	 * Put eight bytes.
	 * @param bytes the array
	 * @param position where to put the first
	 * @param value the word
	 */
	public static void set(byte[] bytes, int position, long value) {
		WORDS.set(bytes, position, value);
	}

	/**
	 * What differs between the upper parts of one word and the lower ones of another.
	 * Applied to both it exchanges them.
	 * @param upper the word of the upper parts
	 * @param lower the word of the lower parts
	 * @param shift how far apart both are
	 * @param mask the lower parts
	 * @return the bits that differ, as lower parts
	 */
	public static long difference(long upper, long lower, int shift, long mask) {
		return (upper >>> shift ^ lower) & mask;
	}

}
