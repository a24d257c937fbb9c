package io.github.zarrspring.codec.blosc;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * The block format of LZ4, in Java alone, so that it runs on every platform.
 */
final class Lz4 implements BlockCodec {

	private static final LZ4Factory FACTORY = LZ4Factory.safeInstance();

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
		LZ4Compressor compressor = this.high ? FACTORY.highCompressor(level + 3) : FACTORY.fastCompressor();
		try {
			return compressor.compress(source, from, length, target, to, room);
		}
		catch (LZ4Exception ex) {
			return 0;
		}
	}

}
