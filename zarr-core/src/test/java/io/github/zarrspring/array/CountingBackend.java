package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;

/**
 * Counts the reads of a store and their bytes, as far away as a test wants it.
 */
final class CountingBackend extends DelegatingBackend {

	private final AtomicLong reads = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final RoundTrip roundTrip;

	private volatile Runnable beforeRead = () -> {
	};

	CountingBackend(StorageBackend delegate, RoundTrip roundTrip) {
		super(delegate);
		this.roundTrip = roundTrip;
	}

	/**
	 * Say what happens before each read.
	 */
	void beforeRead(Runnable beforeRead) {
		this.beforeRead = beforeRead;
	}

	long reads() {
		return this.reads.getAndSet(0);
	}

	long bytes() {
		return this.bytes.getAndSet(0);
	}

	@Override
	public Capabilities capabilities() {
		return super.capabilities().withRoundTrip(this.roundTrip);
	}

	private StoredValue counted(StoredValue value) {
		this.reads.incrementAndGet();
		this.bytes.addAndGet(value.size());
		return value;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		this.beforeRead.run();
		return super.read(key).map(this::counted);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		this.beforeRead.run();
		return super.read(key, range).map(this::counted);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		this.beforeRead.run();
		return super.borrow(key, range, (value) -> borrower.apply(counted(value)));
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		return OpenValue.open(this, key, first, reads);
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
