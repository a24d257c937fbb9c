package io.github.zarrspring.storage.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a file that is gone through from its start to its end, through a buffer. For one
 * thread.
 */
public final class FileWindow {

	private static final int SIZE = 1 << 18;

	private final FileChannel channel;

	private final long end;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

	private long start;

	/**
	 * A window on a file.
	 * @param channel the file
	 * @throws IOException if its size cannot be found out
	 */
	public FileWindow(FileChannel channel) throws IOException {
		this.channel = channel;
		this.end = channel.size();
		this.buffer.limit(0);
	}

	/**
	 * The size that the file had at first.
	 * @return the number of bytes
	 */
	public long size() {
		return this.end;
	}

	/**
	 * Some bytes of the file.
	 * @param position where they start
	 * @param length how many there are, 64 KiB at most
	 * @return a big-endian buffer of these bytes, valid until the next call
	 * @throws EOFException if the file ends before
	 * @throws IOException if they cannot be read
	 */
	public ByteBuffer at(long position, int length) throws IOException {
		if (position < this.start || position + length > this.start + this.buffer.limit()) {
			this.start = position;
			this.buffer.clear().limit((int) Math.max(0, Math.min(SIZE, this.end - position)));
			Transfers.read(this.channel, position, this.buffer);
			this.buffer.flip();
		}
		if (length > this.buffer.limit()) {
			throw new EOFException("The file ends at " + this.end);
		}
		return this.buffer.slice((int) (position - this.start), length);
	}

	/**
	 * Some bytes of the file, however many.
	 * @param position where they start
	 * @param target the buffer that is filled with them from its position to its limit
	 * @throws EOFException if the file ends before
	 * @throws IOException if they cannot be read
	 */
	public void read(long position, ByteBuffer target) throws IOException {
		long from = position;
		while (target.hasRemaining()) {
			if (target.remaining() > SIZE / 2) {
				Transfers.read(this.channel, from, target);
				return;
			}
			ByteBuffer part = at(from, Math.min(target.remaining(), 1 << 16));
			from += part.remaining();
			target.put(part);
		}
	}

}
