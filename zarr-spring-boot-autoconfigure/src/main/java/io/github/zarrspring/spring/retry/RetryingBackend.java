package io.github.zarrspring.spring.retry;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/**
 * Repeats calls that fail with {@link StoreUnavailableException}, where that does no
 * harm:
 * <ul>
 * <li>reads, listing, whole writes and deletes, which come to the same when they are done
 * twice</li>
 * <li>conditional writes and deletes only by the {@link UnfinishedWriteException} that
 * the backend fails with: it knows its own first attempt, so that a write whose answer
 * was lost is neither done twice nor taken for a conflict</li>
 * <li>nothing within a transaction: what failed there has to be repeated by whoever began
 * it, and so have {@link #atomically}, {@link #consistently}, {@link #lockAll} and
 * {@link #compareAndSetAll}</li>
 * <li>nothing once the caller's function of {@link #borrow} or {@link #open} has seen the
 * value</li>
 * </ul>
 * Interrupting the thread ends it: the call fails as its last attempt did, and the thread
 * stays interrupted. A first attempt that succeeds costs nothing. As safe for use by
 * several threads as the backend is.
 */
public final class RetryingBackend extends DelegatingBackend {

	private static final Predicate<StoreUnavailableException> ALWAYS = (failure) -> true;

	private final StoreDescription store;

	private final RetrySettings settings;

	private final RetryEvents events;

	/**
	 * Repeat calls to a backend.
	 * @param store the store
	 * @param delegate its backend
	 * @param settings how calls are repeated
	 * @param events what is told about it
	 */
	public RetryingBackend(StoreDescription store, StorageBackend delegate, RetrySettings settings,
			RetryEvents events) {
		super(delegate);
		this.store = store;
		this.settings = settings;
		this.events = events;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return call("read", () -> delegate().read(key));
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		return call("read", () -> delegate().read(key, range));
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		AtomicBoolean seen = new AtomicBoolean();
		return call("read", () -> delegate().borrow(key, range, (value) -> {
			seen.set(true);
			return borrower.apply(value);
		}), (failure) -> !seen.get());
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		if (capabilities().roundTrip() == RoundTrip.REMOTE && !capabilities().callerThread()) {
			// Each part is a call of its own.
			return OpenValue.open(this, key, first, reads);
		}
		AtomicBoolean seen = new AtomicBoolean();
		return call("read", () -> delegate().open(key, first, (value) -> {
			seen.set(true);
			return reads.apply(value);
		}), (failure) -> !seen.get());
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		return call("read-all", () -> delegate().readAll(keys));
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		run("write", () -> delegate().write(key, bytes));
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		run("write-all", () -> delegate().writeAll(values));
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return conditionally("compare-and-set", () -> delegate().compareAndSet(key, expected, bytes));
	}

	@Override
	public void delete(StoreKey key) {
		run("delete", () -> delegate().delete(key));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return conditionally("compare-and-delete", () -> delegate().compareAndDelete(key, expected));
	}

	@Override
	public void deleteAll(String prefix) {
		run("delete-all", () -> delegate().deleteAll(prefix));
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		run("delete-all", () -> delegate().deleteAll(keys));
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		return call("list", () -> delegate().list(prefix, after, limit));
	}

	@Override
	public boolean exists(StoreKey key) {
		return call("exists", () -> delegate().exists(key));
	}

	@Override
	public StoreInfo info() {
		return call("info", () -> delegate().info());
	}

	@Override
	public StoreInfo info(String prefix) {
		return call("info", () -> delegate().info(prefix));
	}

	private boolean conditionally(String operation, BooleanSupplier write) {
		AtomicReference<BooleanSupplier> next = new AtomicReference<>(write);
		return call(operation, () -> {
			try {
				return next.get().getAsBoolean();
			}
			catch (UnfinishedWriteException ex) {
				next.set(ex::finish);
				throw ex;
			}
		}, UnfinishedWriteException.class::isInstance);
	}

	private void run(String operation, Runnable call) {
		call(operation, () -> {
			call.run();
			return operation;
		});
	}

	private <T> T call(String operation, Supplier<T> call) {
		return call(operation, call, ALWAYS);
	}

	private <T> T call(String operation, Supplier<T> call, Predicate<StoreUnavailableException> repeatable) {
		long start = System.nanoTime();
		try {
			return call.get();
		}
		catch (StoreUnavailableException ex) {
			if (!repeatable.test(ex) || delegate().transaction() != null) {
				throw ex;
			}
			return repeat(operation, call, repeatable, ex, System.nanoTime() - start);
		}
	}

	private <T> T repeat(String operation, Supplier<T> call, Predicate<StoreUnavailableException> repeatable,
			StoreUnavailableException first, long elapsedNanos) {
		RetryTemplate template = new RetryTemplate(new Repetition(this.settings, repeatable, elapsedNanos));
		template.setRetryListener(new RetryListener() {

			@Override
			public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
				RetryingBackend.this.events.repeated(RetryingBackend.this.store, operation);
			}

		});
		AtomicReference<@Nullable StoreUnavailableException> made = new AtomicReference<>(first);
		try {
			return template.execute(() -> {
				StoreUnavailableException failed = made.getAndSet(null);
				if (failed != null) {
					throw failed;
				}
				return call.get();
			});
		}
		catch (RetryException ex) {
			throw failure(operation, ex, repeatable);
		}
	}

	/**
	 * What the last attempt failed with. What comes of an interrupted pause is no
	 * attempt.
	 */
	private RuntimeException failure(String operation, RetryException ex,
			Predicate<StoreUnavailableException> repeatable) {
		RuntimeException last = null;
		for (Throwable attempt : ex.getExceptions()) {
			last = (attempt instanceof RuntimeException failure) ? failure : last;
		}
		if (last == null) {
			return new StoreUnavailableException("The call could not be repeated", ex);
		}
		if (last instanceof StoreUnavailableException unavailable && repeatable.test(unavailable)) {
			this.events.gaveUp(this.store, operation);
		}
		return last;
	}

}
