package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Counts the values that are read from a store and their bytes. The store looks as a test
 * wants it: far away, transactional.
 */
final class CountingBackend extends DelegatingBackend {

	private final AtomicLong reads = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private volatile Capabilities capabilities;

	private volatile Runnable beforeRead = () -> {
	};

	CountingBackend(StorageBackend delegate) {
		this(delegate, delegate.capabilities());
	}

	CountingBackend(StorageBackend delegate, Capabilities capabilities) {
		super(delegate);
		this.capabilities = capabilities;
	}

	/**
	 * Say whether all is done in batches, as in a transactional store.
	 */
	void lookTransactional(boolean transactional) {
		this.capabilities = this.capabilities.withCallerThread(transactional)
			.withAtomicScope(transactional ? AtomicScope.STORE : AtomicScope.VALUE);
	}

	/**
	 * Say what happens before each read.
	 */
	void beforeRead(Runnable beforeRead) {
		this.beforeRead = beforeRead;
	}

	/**
	 * The reads since the last call.
	 */
	long reads() {
		return this.reads.getAndSet(0);
	}

	/**
	 * The bytes since the last call.
	 */
	long bytes() {
		return this.bytes.getAndSet(0);
	}

	@Override
	public Capabilities capabilities() {
		return this.capabilities;
	}

	private StoredValue counted(StoredValue value) {
		this.bytes.addAndGet(value.size());
		return value;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return read(key, ByteRange.ALL);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		this.beforeRead.run();
		this.reads.incrementAndGet();
		return super.read(key, range).map(this::counted);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		this.beforeRead.run();
		this.reads.incrementAndGet();
		return super.borrow(key, range, (value) -> borrower.apply(counted(value)));
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		return OpenValue.open(this, key, first, reads);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		Map<StoreKey, StoredValue> values = new LinkedHashMap<>(super.readAll(keys));
		this.reads.addAndGet(keys.size());
		values.values().forEach(this::counted);
		return values;
	}

	/**
	 * Put a byte where another one was, as a broken disk would.
	 */
	void damage(StoreKey key, int position) {
		ByteBuffer bytes = delegate().read(key).orElseThrow().bytes();
		ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
		copy.put(position, (byte) ~copy.get(position));
		delegate().write(key, copy);
	}

	Version version(StoreKey key) {
		return delegate().read(key).orElseThrow().version();
	}

}
