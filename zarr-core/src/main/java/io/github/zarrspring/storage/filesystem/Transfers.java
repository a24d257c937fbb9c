package io.github.zarrspring.storage.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Moves bytes between buffers and files, all of them.
 */
final class Transfers {

	/**
	 * The most that is moved at a time to or from the heap, in bytes: the JDK goes
	 * through a direct buffer of this size there, which it keeps for each thread.
	 */
	private static final int SLICE = 1 << 17;

	private Transfers() {
	}

	/**
	 * Write to the end of a channel.
	 * @param channel the channel
	 * @param bytes the bytes from the position to the limit of the buffer, which stay as
	 * they are
	 * @throws IOException if it fails
	 */
	static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
		ByteBuffer source = bytes.duplicate();
		int end = source.limit();
		while (source.position() < end) {
			source.limit(sliceEnd(source, end));
			channel.write(source);
		}
	}

	/**
	 * Read from a place in a channel until a buffer is full.
	 * @param channel the channel
	 * @param position where to read, in bytes
	 * @param target the buffer, which is filled from its position to its limit
	 * @throws EOFException if the file ends before
	 * @throws IOException if it fails
	 */
	static void read(FileChannel channel, long position, ByteBuffer target) throws IOException {
		int end = target.limit();
		while (target.position() < end) {
			target.limit(sliceEnd(target, end));
			int count = channel.read(target, position);
			if (count < 0) {
				throw new EOFException("The file became shorter while it was read");
			}
			position += count;
		}
	}

	private static int sliceEnd(ByteBuffer buffer, int end) {
		return buffer.isDirect() ? end : (int) Math.min(end, (long) buffer.position() + SLICE);
	}

}
