package io.github.zarrspring.storage.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Function;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * A value by its open file. The version, which takes reading all of it, is found out when
 * it is asked for. Safe for use by several threads.
 */
final class OpenFile implements OpenValue, Closeable {

	private final StoreKey key;

	private final FileChannel channel;

	private final BufferPool buffers;

	private final long size;

	private final StoredValue first;

	private @Nullable Version version;

	private volatile boolean closed;

	/**
	 * An open file.
	 * @param key the key of the value
	 * @param channel the file
	 * @param buffers what to read through
	 * @param first the part to read at once
	 * @throws IOException if it cannot be read
	 */
	OpenFile(StoreKey key, FileChannel channel, BufferPool buffers, ByteRange first) throws IOException {
		this.key = key;
		this.channel = channel;
		this.buffers = buffers;
		this.size = channel.size();
		this.first = value(fill(first, Memory.HEAP));
	}

	@Override
	public StoredValue first() {
		return this.first;
	}

	@Override
	public StoredValue read(ByteRange range) {
		return call(() -> value(fill(range, Memory.HEAP)));
	}

	@Override
	public <R> R borrow(ByteRange range, Function<StoredValue, R> borrower) {
		ByteBuffer buffer = call(() -> fill(range, this.buffers));
		try {
			return borrower.apply(value(buffer));
		}
		finally {
			this.buffers.give(buffer);
		}
	}

	private StoredValue value(ByteBuffer buffer) {
		return new StoredValue(buffer.duplicate().flip(), this::version);
	}

	/**
	 * Read a part to a buffer, from 0 to its position.
	 */
	private ByteBuffer fill(ByteRange range, Memory memory) throws IOException {
		int count = ValueReader.countOf(this.key, range, this.size);
		return ValueReader.fill(this.channel, range.start(this.size), count, memory);
	}

	private synchronized Version version() {
		Version version = this.version;
		if (version == null) {
			if (this.closed) {
				throw new IllegalStateException("The version of an open value was asked for after it was closed");
			}
			version = call(() -> ContentVersion.of(this.channel, this.buffers));
			this.version = version;
		}
		return version;
	}

	private <T> T call(HiddenFolder.FileAction<T> action) {
		try {
			return action.run();
		}
		catch (IOException ex) {
			throw FileFailures.translate("read", this.key, ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
