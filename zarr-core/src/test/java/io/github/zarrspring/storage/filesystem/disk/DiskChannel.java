package io.github.zarrspring.storage.filesystem.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * An open file or directory of a {@link TestDisk}.
 */
final class DiskChannel extends FileChannel {

	private final TestDisk disk;

	private final DiskPath path;

	private final Node node;

	private long position;

	DiskChannel(TestDisk disk, DiskPath path, Node node) {
		this.disk = disk;
		this.path = path;
		this.node = node;
	}

	private Node.File file() throws IOException {
		this.disk.access();
		if (this.node instanceof Node.File file) {
			return file;
		}
		throw new IOException("Is a directory");
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		synchronized (this.disk) {
			int count = write(source, this.position);
			this.position += count;
			return count;
		}
	}

	@Override
	public int write(ByteBuffer source, long position) throws IOException {
		synchronized (this.disk) {
			this.disk.change(this.path);
			// Part by part, so that the power can go out in between.
			int count = Math.min(source.remaining(), 1 + source.remaining() / 2);
			byte[] part = new byte[(int) Math.min(count, this.disk.room(file(), position, count))];
			if (part.length == 0 && count > 0) {
				throw new IOException("No space left on device");
			}
			source.get(part);
			file().write(position, part);
			return part.length;
		}
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		synchronized (this.disk) {
			byte[] bytes = file().bytes;
			int count = (int) Math.min(target.remaining(), bytes.length - position);
			if (count <= 0) {
				return (target.hasRemaining()) ? -1 : 0;
			}
			target.put(bytes, (int) position, count);
			return count;
		}
	}

	@Override
	public long size() throws IOException {
		synchronized (this.disk) {
			this.disk.access();
			return new DiskAttributes(this.node).size();
		}
	}

	@Override
	public void force(boolean metadata) throws IOException {
		this.disk.beforeForce(this.path);
		synchronized (this.disk) {
			this.disk.change(this.path);
			this.disk.checkForce();
			this.node.force();
		}
	}

	@Override
	public FileLock tryLock(long position, long size, boolean shared) {
		return new FileLock(this, position, size, shared) {

			@Override
			public boolean isValid() {
				return isOpen();
			}

			@Override
			public void release() {
				// There are no other processes.
			}

		};
	}

	@Override
	public FileLock lock(long position, long size, boolean shared) {
		return tryLock(position, size, shared);
	}

	@Override
	protected void implCloseChannel() {
		// Nothing to give back.
	}

	@Override
	public int read(ByteBuffer target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long position() {
		return this.position;
	}

	@Override
	public FileChannel position(long position) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileChannel truncate(long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long transferTo(long position, long count, WritableByteChannel target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long transferFrom(ReadableByteChannel source, long position, long count) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MappedByteBuffer map(MapMode mode, long position, long size) {
		throw new UnsupportedOperationException();
	}

}
