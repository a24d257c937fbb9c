package io.github.zarrspring.array;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;

/**
 * Counts the values that are read, and can look like a transactional store, so that all
 * is done in batches.
 */
final class CountingBackend extends DelegatingBackend {

	private final AtomicInteger reads = new AtomicInteger();

	private volatile boolean transactional;

	CountingBackend(StorageBackend delegate) {
		super(delegate);
	}

	AtomicInteger reads() {
		return this.reads;
	}

	CountingBackend lookTransactional(boolean transactional) {
		this.transactional = transactional;
		return this;
	}

	@Override
	public Capabilities capabilities() {
		Capabilities capabilities = super.capabilities();
		return this.transactional ? capabilities.withCallerThread(true).withAtomicScope(AtomicScope.STORE)
				: capabilities;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		this.reads.incrementAndGet();
		return super.read(key);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		this.reads.incrementAndGet();
		return super.read(key, range);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		this.reads.incrementAndGet();
		return super.borrow(key, range, borrower);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		this.reads.addAndGet(keys.size());
		return super.readAll(keys);
	}

}
