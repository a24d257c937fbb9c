package io.github.zarrspring.spring.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.ReportingBackend;
import io.github.zarrspring.storage.ReportingBackend.Report;
import io.github.zarrspring.storage.access.LeaseState;
import io.github.zarrspring.storage.access.StoreAccess;
import org.jspecify.annotations.Nullable;

/**
 * One look into a store, on a thread of its own, so that a store that hangs holds up
 * nobody but that thread.
 */
final class StoreProbe implements Runnable {

	private final Supplier<StoreAccess> store;

	private final long start = System.nanoTime();

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile @Nullable Thread thread;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Report report;

	private volatile @Nullable LeaseState lease;

	StoreProbe(Supplier<StoreAccess> store) {
		this.store = store;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			StoreAccess access = this.store.get();
			ReportingBackend reporting = DelegatingBackend.find(access.backend(), ReportingBackend.class);
			this.report = (reporting != null) ? reporting.report() : null;
			access.probe();
			this.lease = access.isLeased() ? access.lease() : null;
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
	 * What the store says of itself.
	 * @return the report, {@code null} if it says nothing
	 */
	@Nullable Report report() {
		return this.report;
	}

	/**
	 * The lease that was found.
	 * @return its state, {@code null} if there is nothing to say
	 */
	@Nullable LeaseState lease() {
		return this.lease;
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
