package io.github.zarrspring.codec.blosc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decodes blocks of LZ4 (LZ4 block format description): sequences of literals and of
 * copies of what came out before. Short ones, which most are, are moved eight bytes at a
 * time, beyond their end where there is room.
 */
public final class Lz4Decoder {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final int MIN_MATCH = 4;

	/**
	 * The length in a token that says that more of it follows.
	 */
	private static final int MORE = 15;

	/**
	 * So many bytes are copied of short literals, whatever their number.
	 */
	private static final int SHORT_LITERALS = 16;

	/**
	 * So many bytes are copied of short matches, whatever their length.
	 */
	private static final int SHORT_MATCH = 24;

	private static final int LONG_MATCH = 64;

	private static final long[] REPEAT = repeat();

	private Lz4Decoder() {
	}

	/**
	 * Decode a block.
	 * @param source the array with the block
	 * @param from where it starts
	 * @param length how many bytes it has
	 * @param target where the bytes go
	 * @param to where to put the first
	 * @param size how many bytes may come out; so many are changed at most
	 * @return how many bytes came out, -1 if the block is damaged
	 */
	public static int decode(byte[] source, int from, int length, byte[] target, int to, int size) {
		int end = from + length;
		int limit = to + size;
		int position = from;
		int out = to;
		while (position < end) {
			int token = source[position++] & 0xff;
			int literals = token >>> 4;
			if (literals > 0) {
				// Copying more than there is takes no branch that nobody could predict.
				if (literals < MORE && end - position > SHORT_LITERALS + 1 && limit - out >= SHORT_LITERALS) {
					LONGS.set(target, out, (long) LONGS.get(source, position));
					LONGS.set(target, out + 8, (long) LONGS.get(source, position + 8));
				}
				else {
					if (literals == MORE) {
						int more = bytesOfSum(source, position, end, limit - out);
						if (more < 0) {
							return -1;
						}
						literals += sum(source, position, more);
						position += more;
					}
					if (literals < 0 || literals > end - position || literals > limit - out) {
						return -1;
					}
					System.arraycopy(source, position, target, out, literals);
				}
				position += literals;
				out += literals;
			}
			if (end - position < 2) {
				return (position == end) ? out - to : -1;
			}
			int offset = (short) SHORTS.get(source, position) & 0xffff;
			position += 2;
			int match = (token & 0xf) + MIN_MATCH;
			if (match == MORE + MIN_MATCH) {
				int more = bytesOfSum(source, position, end, limit - out);
				if (more < 0) {
					return -1;
				}
				match += sum(source, position, more);
				position += more;
			}
			if (offset == 0 || offset > out - to || match < 0 || match > limit - out) {
				return -1;
			}
			if (match < MORE + MIN_MATCH && offset >= 8 && limit - out >= SHORT_MATCH) {
				LONGS.set(target, out, (long) LONGS.get(target, out - offset));
				LONGS.set(target, out + 8, (long) LONGS.get(target, out - offset + 8));
				LONGS.set(target, out + 16, (long) LONGS.get(target, out - offset + 16));
			}
			else {
				copyMatch(target, out, offset, match, limit);
			}
			out += match;
		}
		return -1;
	}

	/**
	 * How many bytes are added up to a length: all but the last have all bits set.
	 * @return the number of bytes, -1 if there are too few or the length is too large
	 */
	private static int bytesOfSum(byte[] source, int position, int end, int most) {
		int count = 0;
		while (position + count < end && count <= most / 255) {
			if (source[position + count++] != -1) {
				return count;
			}
		}
		return -1;
	}

	private static int sum(byte[] source, int position, int count) {
		return 255 * (count - 1) + (source[position + count - 1] & 0xff);
	}

	/**
	 * Copy what came out before, which may reach into the copy and then repeats.
	 */
	private static void copyMatch(byte[] target, int out, int offset, int match, int limit) {
		int from = out - offset;
		if (offset < Long.BYTES && limit - out >= match + Long.BYTES) {
			int bits = Byte.SIZE * offset;
			long repeated = ((long) LONGS.get(target, from) & (1L << bits) - 1) * REPEAT[offset];
			int step = Long.BYTES - Long.BYTES % offset;
			for (int i = 0; i < match; i += step) {
				LONGS.set(target, out + i, repeated);
			}
		}
		else if (offset >= Long.BYTES && match <= LONG_MATCH && limit - out >= match + 4 * Long.BYTES) {
			for (int i = 0; i < match; i += 4 * Long.BYTES) {
				LONGS.set(target, out + i, (long) LONGS.get(target, from + i));
				LONGS.set(target, out + i + 8, (long) LONGS.get(target, from + i + 8));
				LONGS.set(target, out + i + 16, (long) LONGS.get(target, from + i + 16));
				LONGS.set(target, out + i + 24, (long) LONGS.get(target, from + i + 24));
			}
		}
		else {
			int done = 0;
			while (done < match) {
				// What was copied can be copied in turn, twice as much each time.
				int count = Math.min(offset + done, match - done);
				System.arraycopy(target, from, target, out + done, count);
				done += count;
			}
		}
	}

	/**
	 * For each number of bytes the factor that repeats them in a word.
	 */
	private static long[] repeat() {
		long[] factors = new long[Long.BYTES];
		for (int bytes = 1; bytes < Long.BYTES; bytes++) {
			for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE * bytes) {
				factors[bytes] |= 1L << shift;
			}
		}
		return factors;
	}

}
