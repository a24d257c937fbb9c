package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.BufferPool;
import io.github.zarrspring.codec.Scratch;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a batch on its way: as it was stored, as values, as it is to be stored. For
 * one thread at a time.
 */
final class BatchPart {

	private final ChunkPart part;

	private final StoreKey key;

	private final ChunkCoder coder;

	private final BufferPool buffers;

	private boolean whole;

	private @Nullable StoredValue stored;

	private @Nullable ChunkChange change;

	private @Nullable ByteBuffer encoded;

	BatchPart(ChunkPart part, StoreKey key, ChunkCoder coder, BufferPool buffers) {
		this.part = part;
		this.key = key;
		this.coder = coder;
		this.buffers = buffers;
	}

	ChunkPart part() {
		return this.part;
	}

	StoreKey key() {
		return this.key;
	}

	/**
	 * Whether all of the chunk is written, whatever was stored.
	 */
	boolean isWhole() {
		return this.whole;
	}

	/**
	 * Whether the chunk is all fill value and so not to be stored.
	 */
	boolean isRemoved() {
		return this.encoded == null;
	}

	/**
	 * Encode the whole chunk.
	 */
	void encodeWhole(ArrayView values) {
		this.whole = true;
		encode(values);
	}

	/**
	 * Begin to change a part of the chunk.
	 */
	void load(@Nullable StoredValue stored) {
		this.stored = stored;
		this.change = this.coder.change(this.part.chunk(), stored);
	}

	/**
	 * The chunk to be changed.
	 */
	ChunkChange change() {
		return Objects.requireNonNull(this.change);
	}

	void encodeChanged() {
		try (Scratch scratch = this.buffers.scratch(true)) {
			this.encoded = change().encode(scratch);
		}
		this.change = null;
	}

	private void encode(ArrayView values) {
		try (Scratch scratch = this.buffers.scratch(true)) {
			this.encoded = this.coder.encode(this.part.chunk(), values, scratch);
		}
	}

	/**
	 * Say what is to be done with the chunk.
	 * @param writes whole chunks to be written
	 * @param deletes whole chunks to be deleted
	 * @param changes chunks to be changed if they are as they were read
	 */
	void store(Map<StoreKey, ByteBuffer> writes, List<StoreKey> deletes, Map<StoreKey, ConditionalWrite> changes) {
		ByteBuffer bytes = this.encoded;
		if (!this.whole) {
			Version version = (this.stored != null) ? this.stored.version() : Version.ABSENT;
			if (this.stored != null || bytes != null) {
				changes.put(this.key, new ConditionalWrite(version, bytes));
			}
		}
		else if (bytes != null) {
			writes.put(this.key, bytes);
		}
		else {
			deletes.add(this.key);
		}
	}

}
