package io.github.zarrspring.codec.blosc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/**
 * The format of Zstandard.
 */
final class Zstandard implements BlockCodec {

	/**
	 * The levels of Blosc are spread over those of Zstandard: the highest is its highest,
	 * the others are its odd ones.
	 */
	private static final int HIGHEST = 9;

	@Override
	public int decompress(byte[] source, int from, int length, byte[] target, int to, int size) {
		try {
			return (int) Zstd.decompressByteArray(target, to, size, source, from, length);
		}
		catch (ZstdException ex) {
			return -1;
		}
	}

	@Override
	public int compress(int level, byte[] source, int from, int length, byte[] target, int to, int room) {
		int zstdLevel = (level == HIGHEST) ? Zstd.maxCompressionLevel() : 2 * level - 1;
		try {
			return (int) Zstd.compressByteArray(target, to, room, source, from, length, zstdLevel);
		}
		catch (ZstdException ex) {
			// There is not enough room: the block does not get smaller.
			return 0;
		}
	}

}
