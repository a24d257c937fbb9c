package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A segment of the journal that is being written. An interrupted thread closes the
 * channel that it uses, to the harm of all others: so the channel is opened again, and
 * what was not done is done again, at the place where it was to be done. Writes are made
 * by one thread at a time; a force may run beside them.
 */
final class SegmentFile {

	private final Path path;

	private final long number;

	private final long salt;

	private final boolean fsync;

	private FileChannel channel;

	private volatile long size;

	private boolean closed;

	private SegmentFile(Path path, long number, int store, boolean fsync) throws IOException {
		this.path = path;
		this.number = number;
		this.salt = JournalFormat.newSalt(store);
		this.fsync = fsync;
		this.channel = FileChannel.open(this.path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	/**
	 * Make a segment, empty but for its header, on the device.
	 */
	static SegmentFile create(SnapshotFiles files, long number, int store, boolean fsync) throws IOException {
		SegmentFile segment = new SegmentFile(files.segment(number), number, store, fsync);
		boolean made = false;
		try {
			segment.write(JournalFormat.segmentHeader(number, segment.salt));
			segment.force();
			files.force();
			made = true;
			return segment;
		}
		finally {
			if (!made) {
				segment.close();
				Files.deleteIfExists(segment.path);
			}
		}
	}

	Path path() {
		return this.path;
	}

	long number() {
		return this.number;
	}

	long salt() {
		return this.salt;
	}

	/**
	 * The number of bytes written.
	 */
	long size() {
		return this.size;
	}

	/**
	 * Write at the end.
	 * @param bytes the bytes, which are used up
	 */
	void write(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			int start = bytes.position();
			uninterrupted((open) -> {
				// An interrupted write has moved the buffer on and may have written
				// nothing.
				bytes.position(start);
				int count = open.write(bytes, this.size);
				this.size += count;
			});
		}
	}

	void force() throws IOException {
		if (this.fsync) {
			uninterrupted((open) -> open.force(false));
		}
	}

	private void uninterrupted(Action action) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				try {
					action.run(open());
					return;
				}
				catch (ClosedChannelException ex) {
					if (isClosed()) {
						throw ex;
					}
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private synchronized FileChannel open() throws IOException {
		if (!this.channel.isOpen() && !this.closed) {
			this.channel = FileChannel.open(this.path, StandardOpenOption.WRITE);
		}
		return this.channel;
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	synchronized void close() throws IOException {
		this.closed = true;
		this.channel.close();
	}

	private interface Action {

		void run(FileChannel open) throws IOException;

	}

}
