package io.github.zarrspring.storage.memory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The {@code concurrent-map} backend: values in a map of this process, gone when it is
 * closed. A read is one look into the map and gives the stored bytes themselves; a write
 * keeps the buffer that it is given. Safe for use by several threads.
 */
public final class ConcurrentMapBackend implements StorageBackend {

	private static final Capabilities CAPABILITIES = new Capabilities(true, true, Capabilities.AtomicScope.VALUE, false,
			true, Capabilities.RoundTrip.MEMORY);

	private final String id = UUID.randomUUID().toString();

	private final AtomicLong writes = new AtomicLong();

	private final LongAdder entries = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private final AtomicLong added = new AtomicLong();

	private volatile @Nullable Contents contents;

	/**
	 * An empty store that keeps its keys by hash.
	 */
	public ConcurrentMapBackend() {
		this(Ordering.HASH);
	}

	/**
	 * An empty store.
	 * @param ordering how the keys are kept
	 */
	public ConcurrentMapBackend(Ordering ordering) {
		ConcurrentMap<StoreKey, StoredValue> map = (ordering == Ordering.SORTED) ? new ConcurrentSkipListMap<>()
				: new ConcurrentHashMap<>();
		this.contents = new Contents(map, KeyPages.of(map, this.added::get));
	}

	@Override
	public Capabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return Optional.ofNullable(map().get(key));
	}

	@Override
	public boolean locksNodes() {
		return true;
	}

	@Override
	public boolean exists(StoreKey key) {
		return map().containsKey(key);
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		StoredValue value = newValue(bytes);
		count(map().put(key, value), value);
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		ConcurrentMap<StoreKey, StoredValue> map = map();
		StoredValue old = map.get(key);
		if (!versionOf(old).equals(expected)) {
			return false;
		}
		// Each write makes its own StoredValue, so that the map comparing values by
		// identity compares versions.
		StoredValue value = newValue(bytes);
		boolean written = (old != null) ? map.replace(key, old, value) : map.putIfAbsent(key, value) == null;
		if (written) {
			count(old, value);
		}
		return written;
	}

	@Override
	public void delete(StoreKey key) {
		count(map().remove(key), null);
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		ConcurrentMap<StoreKey, StoredValue> map = map();
		StoredValue old = map.get(key);
		if (old == null || !old.version().equals(expected) || !map.remove(key, old)) {
			return false;
		}
		count(old, null);
		return true;
	}

	@Override
	public void deleteAll(String prefix) {
		contents().pages().forEach(prefix, this::delete);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		KeyPages pages = contents().pages();
		if (limit < 1) {
			throw new InvalidRequestException("A page of %d keys cannot be listed".formatted(limit));
		}
		return pages.page(prefix, after, limit);
	}

	/**
	 * Go through all values, in any order. What is written or deleted meanwhile may or
	 * may not be met; all else is met once.
	 * @param action what to do with each key and its value
	 */
	public void forEach(BiConsumer<StoreKey, StoredValue> action) {
		for (Map.Entry<StoreKey, StoredValue> entry : map().entrySet()) {
			action.accept(entry.getKey(), entry.getValue());
		}
	}

	/**
	 * How much the store holds, without looking at the map. Exact when no write is under
	 * way.
	 */
	@Override
	public StoreInfo info() {
		map();
		return new StoreInfo(this.entries.sum(), this.bytes.sum());
	}

	@Override
	public StoreInfo info(String prefix) {
		long[] sums = new long[2];
		Contents contents = contents();
		contents.pages().forEach(prefix, (key) -> {
			StoredValue value = contents.map().get(key);
			sums[0] += (value != null) ? 1 : 0;
			sums[1] += sizeOf(value);
		});
		return new StoreInfo(sums[0], sums[1]);
	}

	@Override
	public void close() {
		this.contents = null;
	}

	private ConcurrentMap<StoreKey, StoredValue> map() {
		return contents().map();
	}

	private Contents contents() {
		Contents contents = this.contents;
		if (contents == null) {
			throw new StoreFailureException("The concurrent-map store is closed");
		}
		return contents;
	}

	private StoredValue newValue(ByteBuffer bytes) {
		String id = this.id;
		long write = this.writes.incrementAndGet();
		return new StoredValue(RetainedBytes.of(bytes), () -> new Version(id + ':' + write));
	}

	private void count(@Nullable StoredValue before, @Nullable StoredValue after) {
		int entries = ((after != null) ? 1 : 0) - ((before != null) ? 1 : 0);
		if (entries != 0) {
			this.entries.add(entries);
		}
		if (entries > 0) {
			this.added.incrementAndGet();
		}
		this.bytes.add(sizeOf(after) - sizeOf(before));
	}

	private static long sizeOf(@Nullable StoredValue value) {
		return (value != null) ? value.size() : 0;
	}

	private static Version versionOf(@Nullable StoredValue value) {
		return (value != null) ? value.version() : Version.ABSENT;
	}

	/**
	 * What there is until the store is closed.
	 *
	 * @param map the values
	 * @param pages the keys of the map
	 */
	private record Contents(ConcurrentMap<StoreKey, StoredValue> map, KeyPages pages) {
	}

}
