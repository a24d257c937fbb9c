package io.github.zarrspring.codec.blosc;

/**
 * The raw format of Snappy: the size as a varint, then literals and copies (Snappy's
 * format description).
 */
final class Snappy implements BlockCodec {

	@Override
	public int decompress(byte[] source, int from, int length, byte[] target, int to, int size) {
		int in = from;
		int inEnd = from + length;
		long declared = 0;
		int shift = 0;
		int part;
		do {
			if (in >= inEnd || shift > 28) {
				return -1;
			}
			part = source[in++] & 0xff;
			declared |= (part & 0x7fL) << shift;
			shift += 7;
		}
		while (part >= 128);
		return (declared == size) ? elements(source, in, inEnd, target, to, to + size) : -1;
	}

	private static int elements(byte[] source, int from, int inEnd, byte[] target, int to, int outEnd) {
		int in = from;
		int out = to;
		while (in < inEnd) {
			int tag = source[in++] & 0xff;
			int kind = tag & 3;
			int extra = extraBytes(tag, kind);
			if (inEnd - in < extra) {
				return -1;
			}
			long number = littleEndian(source, in, extra);
			in += extra;
			long count = count(tag, kind, number);
			if (count > outEnd - out) {
				return -1;
			}
			if (kind == 0) {
				if (count > inEnd - in) {
					return -1;
				}
				System.arraycopy(source, in, target, out, (int) count);
				in += (int) count;
			}
			else {
				long distance = (kind == 1) ? ((tag & 0xe0) << 3) + number : number;
				if (distance == 0 || distance > out - to) {
					return -1;
				}
				BloscLz.copyMatch(target, out, (int) distance, (int) count);
			}
			out += (int) count;
		}
		return out - to;
	}

	/**
	 * The bytes of the length of a long literal, or of the distance of a copy.
	 */
	private static int extraBytes(int tag, int kind) {
		if (kind == 0) {
			return Math.max(0, (tag >> 2) - 59);
		}
		return (kind == 3) ? 4 : kind;
	}

	private static long count(int tag, int kind, long number) {
		return switch (kind) {
			case 0 -> ((tag >> 2 < 60) ? tag >> 2 : number) + 1;
			case 1 -> ((tag >> 2) & 7) + 4;
			default -> (tag >> 2) + 1;
		};
	}

	private static long littleEndian(byte[] source, int from, int count) {
		long number = 0;
		for (int i = 0; i < count; i++) {
			number |= (source[from + i] & 0xffL) << (8 * i);
		}
		return number;
	}

	@Override
	public int compress(int level, byte[] source, int from, int length, byte[] target, int to, int room) {
		SnappyWriter writer = new SnappyWriter(source, from + length, target, to, room);
		return (writer.size(length)
				&& FastMatches.search(FastMatches.acceleration(level), source, from, length, writer))
						? writer.position() - to : 0;
	}

}
