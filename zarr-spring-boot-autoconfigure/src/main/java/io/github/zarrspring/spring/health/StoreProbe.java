package io.github.zarrspring.spring.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.zarrspring.spring.StoreState;
import io.github.zarrspring.spring.StoreStateSource;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * One look into a store, on a thread of its own, so that a store that hangs holds up
 * nobody but that thread.
 */
final class StoreProbe implements Runnable {

	/**
	 * Looking whether one key exists costs little on every store, unlike listing.
	 */
	private static final StoreKey KEY = StoreKey.of("zarr.json");

	private final Supplier<StorageBackend> backend;

	private final long start = System.nanoTime();

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile @Nullable Thread thread;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable StoreState state;

	StoreProbe(Supplier<StorageBackend> backend) {
		this.backend = backend;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			StorageBackend backend = this.backend.get();
			backend.exists(KEY);
			this.state = DelegatingBackend.find(backend, StoreStateSource.class)
				.map(StoreStateSource::state)
				.orElse(null);
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			this.thread = null;
			this.end.countDown();
		}
	}

	/**
	 * What the store said about itself.
	 * @return its state, {@code null} if it said nothing or there is no answer yet
	 */
	@Nullable StoreState state() {
		return this.state;
	}

	boolean isRunning() {
		return this.end.getCount() > 0;
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

	/**
	 * Wait for the answer.
	 * @param timeout how long the look may take, from its start
	 * @return what went wrong, {@code null} if the store answered
	 * @throws TimeoutException if there is no answer by then
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	@Nullable Throwable await(Duration timeout) throws TimeoutException, InterruptedException {
		if (!this.end.await(timeout.minus(age()).toNanos(), TimeUnit.NANOSECONDS)) {
			Thread thread = this.thread;
			if (thread != null) {
				thread.interrupt();
			}
			throw new TimeoutException();
		}
		return this.failure;
	}

}
