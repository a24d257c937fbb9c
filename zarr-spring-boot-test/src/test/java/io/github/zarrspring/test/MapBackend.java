package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

class MapBackend implements StorageBackend {

	private volatile @Nullable Map<StoreKey, StoredValue> values = new ConcurrentSkipListMap<>();

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return Optional.ofNullable(values().get(key));
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		values().put(key, new StoredValue(bytes, new Version(UUID.randomUUID().toString())));
	}

	@Override
	public void delete(StoreKey key) {
		values().remove(key);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		Stream<StoreKey> keys = values().keySet().stream().filter((key) -> key.value().startsWith(prefix));
		return keys.filter((key) -> after == null || key.compareTo(after) > 0).limit(limit).toList();
	}

	@Override
	public void close() {
		this.values = null;
	}

	private Map<StoreKey, StoredValue> values() {
		return Optional.ofNullable(this.values).orElseThrow(() -> new StoreFailureException("The store is closed"));
	}

}
