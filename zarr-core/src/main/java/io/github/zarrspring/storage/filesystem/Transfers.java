package io.github.zarrspring.storage.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Moves bytes between buffers and files, all of them, and names onto the device.
 */
public final class Transfers {

	/**
	 * The most that is moved at a time to or from the heap, in bytes: the JDK goes
	 * through a direct buffer of this size there, which it keeps for each thread.
	 */
	private static final int SLICE = 1 << 17;

	/**
	 * Windows does not open directories.
	 */
	private static final boolean CAN_FORCE = !System.getProperty("os.name", "").startsWith("Windows");

	private Transfers() {
	}

	/**
	 * Look whether there is a file before it is opened: to open a pipe would take until
	 * somebody opens its other end, and a device does what it likes.
	 * @param path the path, or a link to it
	 * @throws NoSuchFileException if there is nothing
	 * @throws IOException if there is something else
	 */
	public static void checkFile(Path path) throws IOException {
		if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
			throw new FileSystemException(path.toString(), null, "it is not a file");
		}
	}

	/**
	 * Wait until the names in a directory are on the device, where the system can.
	 * @param directory the directory
	 * @throws IOException if it fails, or there is no such directory
	 */
	public static void forceNames(Path directory) throws IOException {
		if (CAN_FORCE) {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	/**
	 * Write to the end of a channel.
	 * @param channel the channel
	 * @param bytes the bytes from the position to the limit of the buffer, which stay as
	 * they are
	 * @throws IOException if it fails
	 */
	public static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
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
	public static void read(FileChannel channel, long position, ByteBuffer target) throws IOException {
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
