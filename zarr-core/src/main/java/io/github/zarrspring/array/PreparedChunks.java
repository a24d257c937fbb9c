package io.github.zarrspring.array;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Chunks at the edge of an array that were read before it grows, for the writing of its
 * new cells: they need not be read and decoded again if nobody changes them meanwhile. As
 * many are kept as there is memory for. Safe for use by several threads.
 */
final class PreparedChunks {

	private final ConcurrentMap<StoreKey, Prepared> chunks = new ConcurrentHashMap<>();

	private final AtomicLong room;

	/**
	 * No chunks.
	 * @param bytes how much memory there is for them
	 */
	PreparedChunks(long bytes) {
		this.room = new AtomicLong(bytes);
	}

	/**
	 * Keep a chunk if there is room.
	 * @param key its key
	 * @param stored the chunk as it was read
	 * @param change the chunk, to be changed
	 * @param bytes how much memory it takes
	 */
	void keep(StoreKey key, StoredValue stored, ChunkChange change, long bytes) {
		if (this.room.addAndGet(-bytes) >= 0) {
			this.chunks.put(key, new Prepared(stored, change));
		}
	}

	/**
	 * Take a chunk out.
	 * @param key its key
	 * @return the chunk, {@code null} if it is not here
	 */
	@Nullable Prepared take(StoreKey key) {
		return this.chunks.isEmpty() ? null : this.chunks.remove(key);
	}

	/**
	 * A chunk that was read.
	 *
	 * @param stored the chunk as it was stored
	 * @param change the chunk, to be changed
	 */
	record Prepared(StoredValue stored, ChunkChange change) {
	}

}
