package io.github.zarrspring.codec.blosc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What searches for repetitions have in common: the rules of LZ4 for the end of a block,
 * which suit other formats too, and the comparison of bytes.
 */
final class Matches {

	/**
	 * The shortest repetition.
	 */
	static final int MIN_LENGTH = 4;

	/**
	 * The farthest a repetition may be from what it repeats.
	 */
	static final int MAX_DISTANCE = 0xffff;

	/**
	 * A repetition starts at least so many bytes before the end.
	 */
	static final int LAST_START = 12;

	/**
	 * So many bytes at the end are literals.
	 */
	static final int LAST_LITERALS = 5;

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int LONG_MATCH = 64;

	private static final long PRIME = 227718039650203L;

	private Matches() {
	}

	/**
	 * Four bytes.
	 */
	static int word(byte[] bytes, int position) {
		return (int) INTS.get(bytes, position);
	}

	/**
	 * Eight bytes.
	 */
	static long words(byte[] bytes, int position) {
		return (long) LONGS.get(bytes, position);
	}

	/**
	 * A hash of the first six of eight bytes, with as many bits as wanted: who looks for
	 * four would mostly find repetitions that gain nothing.
	 */
	static int hash(long bytes, int bits) {
		return (int) ((bytes << 16) * PRIME >>> (64 - bits));
	}

	/**
	 * How many bytes are the same.
	 * @param bytes the array
	 * @param position where the second bytes start
	 * @param candidate where the first bytes start
	 * @param end where the second bytes end
	 * @return the number of bytes
	 */
	static int length(byte[] bytes, int position, int candidate, int end) {
		int length = 0;
		if (end - position >= 16) {
			// Without a branch in between, which nobody could predict.
			long first = (long) LONGS.get(bytes, position) ^ (long) LONGS.get(bytes, candidate);
			long second = (long) LONGS.get(bytes, position + 8) ^ (long) LONGS.get(bytes, candidate + 8);
			length = Long.numberOfTrailingZeros(first) >>> 3;
			length += Long.numberOfTrailingZeros(second) >>> 3 & -(length >>> 3);
			if (length < 16) {
				return length;
			}
		}
		int count = Math.min(LONG_MATCH, end - position);
		while (length + 8 <= count) {
			long difference = (long) LONGS.get(bytes, position + length) ^ (long) LONGS.get(bytes, candidate + length);
			if (difference != 0) {
				return length + (Long.numberOfTrailingZeros(difference) >>> 3);
			}
			length += 8;
		}
		int more = Arrays.mismatch(bytes, position + length, end, bytes, candidate + length,
				candidate + end - position);
		return (more < 0) ? end - position : length + more;
	}

	/**
	 * How many bytes before two positions are the same.
	 * @param bytes the array
	 * @param position the second position
	 * @param candidate the first position
	 * @param most how many to compare at most
	 * @return the number of bytes
	 */
	static int lengthBefore(byte[] bytes, int position, int candidate, int most) {
		int length = 0;
		if (candidate >= 8) {
			// Few are the same more often than not: no branch for each.
			long difference = (long) LONGS.get(bytes, position - 8) ^ (long) LONGS.get(bytes, candidate - 8);
			length = Math.min(Long.numberOfLeadingZeros(difference) >>> 3, most);
			if (length < 8) {
				return length;
			}
		}
		while (length < most && bytes[position - length - 1] == bytes[candidate - length - 1]) {
			length++;
		}
		return length;
	}

}
