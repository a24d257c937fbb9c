package io.github.zarrspring.codec.blosc;

/**
 * The block format of LZ4.
 */
final class Lz4 implements BlockCodec {

	static final Lz4 FAST = new Lz4(false);

	static final Lz4 HIGH = new Lz4(true);

	private final boolean high;

	private Lz4(boolean high) {
		this.high = high;
	}

	@Override
	public int decompress(byte[] source, int from, int length, byte[] target, int to, int size) {
		return Lz4Decoder.decode(source, from, length, target, to, size);
	}

	@Override
	public int compress(int level, byte[] source, int from, int length, byte[] target, int to, int room) {
		return this.high ? Lz4Encoder.encodeThoroughly(level, source, from, length, target, to, room)
				: Lz4Encoder.encode(FastMatches.acceleration(level), source, from, length, target, to, room);
	}

}
