package io.github.zarrspring.codec.blosc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes blocks of LZ4 (LZ4 block format description): sequences of literals and of
 * copies of what came out before. Short ones, which most are, are moved eight bytes at a
 * time, beyond their end where there is room.
 */
public final class Lz4Decoder {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int MIN_MATCH = 4;

	private static final int LONG_MATCH = 64;

	private final byte[] source;

	private final int end;

	private int position;

	private Lz4Decoder(byte[] source, int from, int length) {
		this.source = source;
		this.position = from;
		this.end = from + length;
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
		return new Lz4Decoder(source, from, length).decode(target, to, to + size);
	}

	private int decode(byte[] target, int to, int limit) {
		int out = to;
		while (this.position < this.end) {
			int token = this.source[this.position++] & 0xff;
			int literals = length(token >>> 4);
			if (literals < 0 || literals > this.end - this.position || literals > limit - out) {
				return -1;
			}
			copyLiterals(target, out, literals, limit);
			this.position += literals;
			out += literals;
			if (this.position == this.end) {
				return out - to;
			}
			if (this.end - this.position < 2) {
				return -1;
			}
			int offset = (this.source[this.position] & 0xff) | (this.source[this.position + 1] & 0xff) << 8;
			this.position += 2;
			int match = length(token & 0xf);
			if (offset == 0 || offset > out - to || match < 0 || match > limit - out - MIN_MATCH) {
				return -1;
			}
			match += MIN_MATCH;
			copyMatch(target, out, offset, match, limit);
			out += match;
		}
		return -1;
	}

	/**
	 * A length whose first four bits are known: while all bits are set, more come.
	 * @return the length, -1 if the block ends before
	 */
	private int length(int nibble) {
		if (nibble < 0xf) {
			return nibble;
		}
		int length = nibble;
		int more;
		do {
			if (this.position >= this.end) {
				return -1;
			}
			more = this.source[this.position++] & 0xff;
			length += more;
		}
		while (more == 0xff && length >= 0);
		return length;
	}

	private void copyLiterals(byte[] target, int out, int literals, int limit) {
		if (literals <= 16 && this.end - this.position >= 16 && limit - out >= 16) {
			LONGS.set(target, out, (long) LONGS.get(this.source, this.position));
			LONGS.set(target, out + 8, (long) LONGS.get(this.source, this.position + 8));
		}
		else {
			System.arraycopy(this.source, this.position, target, out, literals);
		}
	}

	/**
	 * Copy what came out before, which may reach into the copy and then repeats.
	 */
	private static void copyMatch(byte[] target, int out, int offset, int match, int limit) {
		int from = out - offset;
		if (offset >= 8 && match <= LONG_MATCH && limit - out >= match + 7) {
			for (int i = 0; i < match; i += 8) {
				LONGS.set(target, out + i, (long) LONGS.get(target, from + i));
			}
		}
		else if (offset == 1) {
			Arrays.fill(target, out, out + match, target[from]);
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

}
