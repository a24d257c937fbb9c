package io.github.zarrspring.array;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

import io.github.zarrspring.codec.ShardIndex;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The indices of shards that were read last, up to a number of bytes. Each is kept with
 * the version of the shard that it is of: an old one is of no use, and of no harm. Safe
 * for use by several threads.
 */
final class ShardIndexCache {

	/**
	 * What an entry takes beside its index, in bytes.
	 */
	private static final int OVERHEAD = 400;

	private final Map<Place, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

	private final Map<StorageBackend, Long> backends = new WeakHashMap<>();

	private final long maxBytes;

	private long bytes;

	private long added;

	/**
	 * A cache.
	 * @param maxBytes the most bytes that it keeps
	 */
	ShardIndexCache(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * The index that was read last of a shard.
	 * @param backend where the shard is
	 * @param key the key of the value that it is in
	 * @param offset where in the value it starts
	 * @param layout its layout. How many shards deep its inner chunks go tells it from
	 * its first inner shard, how many there are from a shard of an array that was there
	 * before
	 * @return the index with its version, {@code null} if there is none
	 */
	synchronized @Nullable Entry get(StorageBackend backend, StoreKey key, long offset, Shards layout) {
		Entry entry = this.entries.get(place(backend, key, offset, layout.depth()));
		return (entry != null && entry.index().count() == layout.size()) ? entry : null;
	}

	/**
	 * Keep an index.
	 * @param backend where the shard is
	 * @param key the key of the value that it is in
	 * @param offset where in the value it starts
	 * @param depth how many shards deep its inner chunks go
	 * @param version the version of the value
	 * @param index the index
	 */
	synchronized void put(StorageBackend backend, StoreKey key, long offset, int depth, Version version,
			ShardIndex index) {
		Entry entry = new Entry(version, index);
		if (entry.bytes() > this.maxBytes / 4) {
			return;
		}
		Entry before = this.entries.put(place(backend, key, offset, depth), entry);
		this.bytes += entry.bytes() - ((before != null) ? before.bytes() : 0);
		Iterator<Entry> oldest = this.entries.values().iterator();
		while (this.bytes > this.maxBytes) {
			this.bytes -= oldest.next().bytes();
			oldest.remove();
		}
	}

	private Place place(StorageBackend backend, StoreKey key, long offset, int depth) {
		return new Place(this.backends.computeIfAbsent(backend, (added) -> this.added++), key, offset, depth);
	}

	/**
	 * An index.
	 *
	 * @param version the version of the value that it is of
	 * @param index the index
	 */
	record Entry(Version version, ShardIndex index) {

		long bytes() {
			return this.index.bytes() + OVERHEAD;
		}

	}

	/**
	 * Where a shard is. A backend has a number, so that it can go while its indices are
	 * kept.
	 */
	private record Place(long backend, StoreKey key, long offset, int depth) {
	}

}
