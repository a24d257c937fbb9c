package io.github.zarrspring.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.DroppableBackend;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;

/**
 * Refuses all writes.
 */
final class ReadOnlyBackend extends DelegatingBackend implements DroppableBackend {

	private final String store;

	ReadOnlyBackend(String store, StorageBackend delegate) {
		super(delegate);
		this.store = store;
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		throw refused();
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		throw refused();
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		throw refused();
	}

	@Override
	public void delete(StoreKey key) {
		throw refused();
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		throw refused();
	}

	@Override
	public boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		throw refused();
	}

	@Override
	public void lockAll(Collection<StoreKey> keys) {
		throw refused();
	}

	/**
	 * Nothing is locked, since nothing will be written.
	 */
	@Override
	public <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		return work.get();
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		throw refused();
	}

	@Override
	public void deleteAll(String prefix) {
		throw refused();
	}

	@Override
	public void drop() {
		throw refused();
	}

	private StoreAccessDeniedException refused() {
		return new StoreAccessDeniedException(
				"The store is read-only, as '%s.%s.read-only' says".formatted(ConfiguredStores.STORES, this.store));
	}

}
