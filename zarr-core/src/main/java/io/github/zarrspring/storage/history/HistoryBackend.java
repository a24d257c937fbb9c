package io.github.zarrspring.storage.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.DroppableBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Keeps the last values of each key, in memory, beside a backend that keeps the newest.
 * For backends of which all writers are in this process and go through this object;
 * values that others write would be missing.
 * <ul>
 * <li>Reads go to the backend as if this were not here, and give the newest value.</li>
 * <li>A conditional write adds to the history if it was done.</li>
 * <li>Deleting a key deletes its history.</li>
 * <li>Writers of one key wait for each other, so that the history is in the order of the
 * writes; others do so only now and then.</li>
 * </ul>
 * It takes memory for as many values of each key as it is deep, and is gone when it is
 * closed. Safe for use by several threads.
 */
public final class HistoryBackend extends DelegatingBackend implements DroppableBackend {

	private final int depth;

	private final boolean distinct;

	private final KeyStripes stripes = new KeyStripes();

	private final ConcurrentMap<StoreKey, List<StoredValue>> histories = new ConcurrentHashMap<>();

	/**
	 * Keep the history of a backend.
	 * @param delegate the backend, whose values of now are not known yet
	 * @param depth the most values of a key, the newest among them, at least one
	 * @param distinct whether of values with the same bytes only the newest is kept
	 */
	public HistoryBackend(StorageBackend delegate, int depth, boolean distinct) {
		super(delegate);
		if (depth < 1) {
			throw new InvalidRequestException("A history cannot be %d values deep".formatted(depth));
		}
		this.depth = depth;
		this.distinct = distinct;
	}

	/**
	 * The last values of a key. One that was written before this object was made counts
	 * as the first.
	 */
	@Override
	public List<StoredValue> history(StoreKey key) {
		return this.stripes.locked(List.of(key), () -> {
			List<StoredValue> history = this.histories.get(key);
			return (history != null) ? history : delegate().history(key);
		});
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		writeAll(Map.of(key, bytes));
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		recorded(values.keySet(), () -> {
			delegate().writeAll(values);
			return true;
		});
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return recorded(List.of(key), () -> delegate().compareAndSet(key, expected, bytes));
	}

	@Override
	public boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		return recorded(writes.keySet(), () -> delegate().compareAndSetAll(writes));
	}

	@Override
	public void delete(StoreKey key) {
		deleteAll(List.of(key));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return recorded(List.of(key), () -> delegate().compareAndDelete(key, expected));
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		recorded(keys, () -> {
			delegate().deleteAll(keys);
			return true;
		});
	}

	@Override
	public void deleteAll(String prefix) {
		removed(prefix, () -> delegate().deleteAll(prefix));
	}

	@Override
	public void drop() {
		removed("", () -> DroppableBackend.drop(delegate()));
	}

	private void removed(String prefix, Runnable removal) {
		this.stripes.lockedAll(() -> {
			try {
				removal.run();
			}
			finally {
				recordAll(this.histories.keySet().stream().filter((key) -> key.value().startsWith(prefix)).toList());
			}
			return prefix;
		});
	}

	/**
	 * Do what changes some keys, and see what came of it: also of a call that failed
	 * half-way or did only some of it.
	 */
	private <T> T recorded(Collection<StoreKey> keys, Supplier<T> write) {
		return this.stripes.locked(keys, () -> {
			keys.forEach(this::begin);
			try {
				return write.get();
			}
			finally {
				recordAll(keys);
			}
		});
	}

	/**
	 * Begin with the value that there is.
	 */
	private void begin(StoreKey key) {
		if (this.depth > 1 && !this.histories.containsKey(key)) {
			delegate().read(key).ifPresent((value) -> this.histories.put(key, List.of(value)));
		}
	}

	private void recordAll(Collection<StoreKey> keys) {
		for (StoreKey key : keys) {
			Optional<StoredValue> value = delegate().read(key);
			if (value.isPresent()) {
				record(key, value.get());
			}
			else {
				this.histories.remove(key);
			}
		}
	}

	private void record(StoreKey key, StoredValue newest) {
		List<StoredValue> before = this.histories.getOrDefault(key, List.of());
		if (!before.isEmpty() && before.get(0).version().equals(newest.version())) {
			return;
		}
		List<StoredValue> after = new ArrayList<>(Math.min(this.depth, before.size() + 1));
		after.add(newest);
		for (StoredValue value : before) {
			if (after.size() < this.depth && !(this.distinct && value.bytes().equals(newest.bytes()))) {
				after.add(value);
			}
		}
		this.histories.put(key, List.copyOf(after));
	}

	@Override
	public void close() {
		this.histories.clear();
		super.close();
	}

}
