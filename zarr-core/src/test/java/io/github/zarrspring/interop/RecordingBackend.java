package io.github.zarrspring.interop;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;

/**
 * Remembers which keys were read.
 */
final class RecordingBackend extends DelegatingBackend {

	private final Set<String> keys = new ConcurrentSkipListSet<>();

	RecordingBackend(StorageBackend delegate) {
		super(delegate);
	}

	Set<String> keys() {
		return this.keys;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		this.keys.add(key.value());
		return super.read(key);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		this.keys.add(key.value());
		return super.read(key, range);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		this.keys.add(key.value());
		return super.borrow(key, range, borrower);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		keys.forEach((key) -> this.keys.add(key.value()));
		return super.readAll(keys);
	}

}
