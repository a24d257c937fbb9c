package io.github.zarrspring.codec.blosc;

import java.util.Arrays;

/**
 * The format of BloscLZ, a descendant of FastLZ: runs of up to 32 literal bytes, and
 * matches of at least 3 bytes at a distance of up to 8191, or 65535 beyond that.
 */
final class BloscLz implements BlockCodec {

	private static final int NEAR = 8191;

	@Override
	public int decompress(byte[] source, int from, int length, byte[] target, int to, int size) {
		int in = from;
		int inEnd = from + length;
		int out = to;
		int outEnd = to + size;
		boolean first = true;
		while (in < inEnd) {
			int control = source[in++] & 0xff;
			// The first byte is a run, whatever its upper bits say.
			control = first ? control & 31 : control;
			first = false;
			if (control < 32) {
				int run = control + 1;
				if (run > inEnd - in || run > outEnd - out) {
					return -1;
				}
				System.arraycopy(source, in, target, out, run);
				in += run;
				out += run;
				continue;
			}
			int match = (control >> 5) + 2;
			int distance = (control & 31) << 8;
			if (match == 9) {
				int more;
				do {
					if (in >= inEnd) {
						return -1;
					}
					more = source[in++] & 0xff;
					match += more;
				}
				while (more == 255 && match <= size);
			}
			if (in >= inEnd) {
				return -1;
			}
			int low = source[in++] & 0xff;
			distance += low;
			if (low == 255 && distance == NEAR) {
				if (inEnd - in < 2) {
					return -1;
				}
				distance = NEAR + ((source[in] & 0xff) << 8) + (source[in + 1] & 0xff);
				in += 2;
			}
			distance++;
			if (match > outEnd - out || distance > out - to) {
				return -1;
			}
			copyMatch(target, out, distance, match);
			out += match;
		}
		return out - to;
	}

	/**
	 * Repeat what was just written: a match may reach into itself.
	 * @param target the array
	 * @param out where the match goes
	 * @param distance how far back it starts
	 * @param length how long it is
	 */
	static void copyMatch(byte[] target, int out, int distance, int length) {
		if (distance == 1) {
			Arrays.fill(target, out, out + length, target[out - 1]);
			return;
		}
		int copied = 0;
		while (copied < length) {
			// What is there doubles with each copy.
			int count = Math.min(length - copied, distance + copied);
			System.arraycopy(target, out - distance, target, out + copied, count);
			copied += count;
		}
	}

	@Override
	public int compress(int level, byte[] source, int from, int length, byte[] target, int to, int room) {
		BloscLzWriter writer = new BloscLzWriter(source, from + length, target, to, room);
		return FastMatches.search(FastMatches.acceleration(level), source, from, length, writer)
				? writer.position() - to : 0;
	}

}
