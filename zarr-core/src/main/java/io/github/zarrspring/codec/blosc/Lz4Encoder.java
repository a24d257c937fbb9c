package io.github.zarrspring.codec.blosc;

/**
 * Encodes blocks of LZ4 (LZ4 block format description). Blocks depend on nothing but the
 * bytes. Safe for use by several threads.
 */
public final class Lz4Encoder {

	private Lz4Encoder() {
	}

	/**
	 * The most bytes that a block can have.
	 * @param size the number of bytes that are in it
	 * @return the number of bytes of the block
	 */
	public static long maxLength(long size) {
		return size + size / 255 + 16;
	}

	/**
	 * Encode a block fast.
	 * @param acceleration how much speed is worth, from 1 on
	 * @param source the array with the bytes
	 * @param from where they start
	 * @param length how many they are
	 * @param target where the block goes
	 * @param to where to put its first byte
	 * @param room how many bytes the block may have; no others are changed
	 * @return how many it has, 0 if they would be more
	 */
	public static int encode(int acceleration, byte[] source, int from, int length, byte[] target, int to, int room) {
		Lz4Writer writer = new Lz4Writer(source, from + length, target, to, room);
		return FastMatches.search(acceleration, source, from, length, writer) ? writer.position() - to : 0;
	}

	/**
	 * Encode a block to fewer bytes in more time.
	 * @param level how much time, from 1 to 9
	 * @param source the array with the bytes
	 * @param from where they start
	 * @param length how many they are
	 * @param target where the block goes
	 * @param to where to put its first byte
	 * @param room how many bytes the block may have; no others are changed
	 * @return how many it has, 0 if they would be more
	 */
	static int encodeThoroughly(int level, byte[] source, int from, int length, byte[] target, int to, int room) {
		Lz4Writer writer = new Lz4Writer(source, from + length, target, to, room);
		return ChainMatches.search(1 << level, source, from, length, writer) ? writer.position() - to : 0;
	}

}
