package io.github.zarrspring.spring.metrics;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * Measures the calls to a backend and the bytes that they move.
 */
final class MeteredBackend extends DelegatingBackend {

	private final StoreMeters meters;

	MeteredBackend(StorageBackend delegate, StoreMeters meters) {
		super(delegate);
		this.meters = meters;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return read(() -> delegate().read(key));
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		return read(() -> delegate().read(key, range));
	}

	private Optional<StoredValue> read(Supplier<Optional<StoredValue>> call) {
		Optional<StoredValue> value = call(StoreOperation.READ, call,
				(found) -> found.isPresent() ? Outcome.SUCCESS : Outcome.MISSING);
		value.ifPresent((found) -> this.meters.read(found.size()));
		return value;
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		Interlude interlude = new Interlude(this.meters.clock());
		return call(StoreOperation.READ, interlude, () -> delegate().borrow(key, range, (value) -> {
			this.meters.read(value.size());
			return interlude.run(() -> borrower.apply(value));
		}), (result) -> interlude.hasRun() ? Outcome.SUCCESS : Outcome.MISSING);
	}

	/**
	 * Each part is a read of its own.
	 */
	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		Interlude interlude = new Interlude(this.meters.clock());
		return call(StoreOperation.READ, interlude, () -> delegate().open(key, first, (value) -> {
			this.meters.read(value.first().size());
			return interlude.run(() -> reads.apply(new MeteredValue(value)));
		}), (result) -> interlude.hasRun() ? Outcome.SUCCESS : Outcome.MISSING);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		Map<StoreKey, StoredValue> values = call(StoreOperation.READ_ALL, () -> delegate().readAll(keys));
		values.values().forEach((value) -> this.meters.read(value.size()));
		return values;
	}

	@Override
	public List<StoredValue> history(StoreKey key) {
		List<StoredValue> values = call(StoreOperation.HISTORY, () -> delegate().history(key),
				(found) -> found.isEmpty() ? Outcome.MISSING : Outcome.SUCCESS);
		values.forEach((value) -> this.meters.read(value.size()));
		return values;
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		call(StoreOperation.WRITE, () -> delegate().write(key, bytes));
		this.meters.written(bytes.remaining());
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		call(StoreOperation.WRITE_ALL, () -> delegate().writeAll(values));
		values.values().forEach((bytes) -> this.meters.written(bytes.remaining()));
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		boolean written = call(StoreOperation.COMPARE_AND_SET, () -> delegate().compareAndSet(key, expected, bytes),
				MeteredBackend::conditional);
		if (written) {
			this.meters.written(bytes.remaining());
		}
		return written;
	}

	@Override
	public boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		boolean done = call(StoreOperation.COMPARE_AND_SET_ALL, () -> delegate().compareAndSetAll(writes),
				MeteredBackend::conditional);
		if (done) {
			writes.values()
				.stream()
				.map(ConditionalWrite::bytes)
				.filter(Objects::nonNull)
				.forEach((bytes) -> this.meters.written(bytes.remaining()));
		}
		return done;
	}

	@Override
	public void lockAll(Collection<StoreKey> keys) {
		call(StoreOperation.LOCK_ALL, () -> delegate().lockAll(keys));
	}

	@Override
	public void delete(StoreKey key) {
		call(StoreOperation.DELETE, () -> delegate().delete(key));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return call(StoreOperation.COMPARE_AND_DELETE, () -> delegate().compareAndDelete(key, expected),
				MeteredBackend::conditional);
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		call(StoreOperation.DELETE_ALL, () -> delegate().deleteAll(keys));
	}

	@Override
	public void deleteAll(String prefix) {
		call(StoreOperation.DELETE_ALL, () -> delegate().deleteAll(prefix));
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		return call(StoreOperation.LIST, () -> delegate().list(prefix, after, limit));
	}

	@Override
	public boolean exists(StoreKey key) {
		return call(StoreOperation.EXISTS, () -> delegate().exists(key),
				(exists) -> exists ? Outcome.SUCCESS : Outcome.MISSING);
	}

	@Override
	public StoreInfo info() {
		return call(StoreOperation.INFO, () -> delegate().info());
	}

	@Override
	public StoreInfo info(String prefix) {
		return call(StoreOperation.INFO, () -> delegate().info(prefix));
	}

	/**
	 * Where each value becomes visible by itself there is nothing to measure.
	 */
	@Override
	public <T> T atomically(Supplier<T> work) {
		return around(StoreOperation.ATOMICALLY, work, delegate()::atomically);
	}

	@Override
	public <T> T consistently(Supplier<T> reads) {
		return around(StoreOperation.CONSISTENTLY, reads, delegate()::consistently);
	}

	private <T> T around(StoreOperation operation, Supplier<T> work, Function<Supplier<T>, T> call) {
		if (capabilities().atomicScope() == AtomicScope.VALUE) {
			return call.apply(work);
		}
		Interlude interlude = new Interlude(this.meters.clock());
		return call(operation, interlude, () -> call.apply(() -> interlude.run(work)), (result) -> Outcome.SUCCESS);
	}

	private static Outcome conditional(boolean done) {
		return done ? Outcome.SUCCESS : Outcome.CONFLICT;
	}

	private void call(StoreOperation operation, Runnable call) {
		call(operation, () -> {
			call.run();
			return operation;
		});
	}

	private <T> T call(StoreOperation operation, Supplier<T> call) {
		return call(operation, call, (result) -> Outcome.SUCCESS);
	}

	private <T> T call(StoreOperation operation, Supplier<T> call, Function<T, Outcome> outcome) {
		return call(operation, new Interlude(this.meters.clock()), call, outcome);
	}

	private <T> T call(StoreOperation operation, Interlude interlude, Supplier<T> call, Function<T, Outcome> outcome) {
		long start = now();
		try {
			T result = call.get();
			this.meters.record(operation, outcome.apply(result), now() - start - interlude.nanos());
			return result;
		}
		catch (Throwable ex) {
			this.meters.record(operation, interlude.isFailure(ex) ? Outcome.SUCCESS : Outcome.of(ex),
					now() - start - interlude.nanos());
			throw ex;
		}
	}

	private long now() {
		return this.meters.clock().monotonicTime();
	}

	/**
	 * Measures the reads of the parts of a value.
	 */
	private final class MeteredValue implements OpenValue {

		private final OpenValue delegate;

		MeteredValue(OpenValue delegate) {
			this.delegate = delegate;
		}

		@Override
		public StoredValue first() {
			return this.delegate.first();
		}

		@Override
		public StoredValue read(ByteRange range) {
			StoredValue part = MeteredBackend.this.call(StoreOperation.READ, () -> this.delegate.read(range));
			MeteredBackend.this.meters.read(part.size());
			return part;
		}

		@Override
		public List<StoredValue> readAll(List<ByteRange> ranges) {
			List<StoredValue> parts = MeteredBackend.this.call(StoreOperation.READ_ALL,
					() -> this.delegate.readAll(ranges));
			parts.forEach((part) -> MeteredBackend.this.meters.read(part.size()));
			return parts;
		}

		@Override
		public <R> R borrow(ByteRange range, Function<StoredValue, R> borrower) {
			Interlude interlude = new Interlude(MeteredBackend.this.meters.clock());
			return MeteredBackend.this.call(StoreOperation.READ, interlude,
					() -> this.delegate.borrow(range, (part) -> {
						MeteredBackend.this.meters.read(part.size());
						return interlude.run(() -> borrower.apply(part));
					}), (result) -> Outcome.SUCCESS);
		}

	}

}
