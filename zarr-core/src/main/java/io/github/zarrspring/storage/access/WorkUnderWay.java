package io.github.zarrspring.storage.access;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreUnavailableException;

/**
 * The work that a process is doing under a lease, for a {@link LeaseStore} to wait for
 * its end before the lease passes on. Safe for use by several threads: work goes on side
 * by side.
 */
public final class WorkUnderWay {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private final Duration patience;

	/**
	 * No work yet, and half a minute to wait for the end of any.
	 */
	public WorkUnderWay() {
		this(PATIENCE);
	}

	WorkUnderWay(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Do work.
	 * @param work the work
	 * @param <T> the type of the result
	 * @return what the work gives back
	 */
	public <T> T run(Supplier<T> work) {
		this.lock.readLock().lock();
		try {
			return work.get();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Do something when all work has ended, and before other work begins.
	 * @param change what to do
	 * @param <T> the type of the result
	 * @return what it gives back
	 * @throws InvalidRequestException if it is called within work
	 * @throws StoreUnavailableException if the work did not end in time
	 */
	public <T> T whenEnded(Supplier<T> change) {
		await();
		try {
			return change.get();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private void await() {
		if (this.lock.getReadHoldCount() > 0) {
			throw new InvalidRequestException("A lease cannot pass on within a write that is made with it");
		}
		try {
			// An interrupted thread can give its lease back unless it would have to wait.
			if (!this.lock.writeLock().tryLock()
					&& !this.lock.writeLock().tryLock(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new StoreUnavailableException(
						"The lease cannot pass on: what is being written with it did not end within " + this.patience);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("The thread was interrupted while it waited for the lease", ex);
		}
	}

}
