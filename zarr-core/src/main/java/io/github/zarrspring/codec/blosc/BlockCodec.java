package io.github.zarrspring.codec.blosc;

/**
 * Compresses and decompresses the blocks of a frame. Safe for use by several threads.
 */
interface BlockCodec {

	/**
	 * Decompress.
	 * @param source the array with the compressed bytes
	 * @param from where they start
	 * @param length how many they are
	 * @param target where the bytes go
	 * @param to where to put the first
	 * @param size how many bytes must come out
	 * @return how many bytes came out, never more than the size; anything but the size
	 * says that the bytes are damaged
	 */
	int decompress(byte[] source, int from, int length, byte[] target, int to, int size);

	/**
	 * Compress, if that makes the bytes fewer.
	 * @param level the level, from 1 to 9
	 * @param source the array with the bytes
	 * @param from where they start
	 * @param length how many they are
	 * @param target where the compressed bytes go
	 * @param to where to put the first
	 * @param room how many there may be at most
	 * @return how many there are, 0 if they would be more than that
	 */
	int compress(int level, byte[] source, int from, int length, byte[] target, int to, int room);

}
