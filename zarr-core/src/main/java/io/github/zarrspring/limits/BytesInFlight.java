package io.github.zarrspring.limits;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreUnavailableException;

/**
 * The bytes that may be on their way from remote stores at a time, of all calls together:
 * they are reserved before they are read, by the size that is announced or asked for.
 * <p>
 * Nobody waits for bytes while it holds some: a reservation is made in one step, and one
 * that is not enough is given back before a larger one is waited for. So those that hold
 * bytes always come to an end, and there is no deadlock. A thread that already has a
 * reservation, such as one whose use of the bytes reads something else, does not wait
 * either: it gets what is free or is refused. Who waits is served in order, and only for
 * so long. Less than {@link #UNCOUNTED} is not counted: a call takes about that much
 * anyway, and small values are spared the lock. Safe for use by several threads.
 */
public final class BytesInFlight {

	/**
	 * How many bytes one call may have without a reservation.
	 */
	public static final int UNCOUNTED = 1 << 16;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final long bound;

	private final Duration patience;

	/**
	 * How many reservations each thread has.
	 */
	private final ConcurrentMap<Thread, Integer> holders = new ConcurrentHashMap<>();

	/**
	 * The first to come waits within, all others for it.
	 */
	private final ReentrantLock turn = new ReentrantLock(true);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition returned = this.lock.newCondition();

	private long free;

	/**
	 * Bytes to share.
	 * @param bound the most bytes at a time
	 */
	public BytesInFlight(long bound) {
		this(bound, PATIENCE);
	}

	/**
	 * Bytes to share.
	 * @param bound the most bytes at a time
	 * @param patience how long a reservation is waited for
	 */
	public BytesInFlight(long bound, Duration patience) {
		this.bound = bound;
		this.patience = patience;
		this.free = bound;
	}

	/**
	 * The most bytes at a time.
	 * @return the number of bytes
	 */
	public long bound() {
		return this.bound;
	}

	/**
	 * The bytes that nobody has reserved.
	 * @return the number of bytes
	 */
	public long free() {
		this.lock.lock();
		try {
			return this.free;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begin a call, with nothing reserved yet.
	 * @return the reservation, to be closed by the thread that began it
	 */
	public Reservation begin() {
		return new Reservation();
	}

	private void take(long bytes, boolean waiting) {
		if (tryTake(bytes, waiting)) {
			return;
		}
		if (!waiting) {
			throw busy(bytes, "and the thread has others already");
		}
		long end = System.nanoTime() + this.patience.toNanos();
		try {
			if (!this.turn.tryLock(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw busy(bytes, "for " + this.patience);
			}
			try {
				await(bytes, end);
			}
			finally {
				this.turn.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException(
					"The thread was interrupted while it waited to read %d bytes".formatted(bytes), ex);
		}
	}

	/**
	 * Take what is free, not before others that wait unless it cannot wait for them.
	 */
	private boolean tryTake(long bytes, boolean behindOthers) {
		this.lock.lock();
		try {
			if (this.free < bytes || (behindOthers && this.turn.isLocked())) {
				return false;
			}
			this.free -= bytes;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(long bytes, long end) throws InterruptedException {
		this.lock.lock();
		try {
			while (this.free < bytes) {
				long left = end - System.nanoTime();
				if (left <= 0) {
					throw busy(bytes, "for " + this.patience);
				}
				this.returned.awaitNanos(left);
			}
			this.free -= bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	private StoreUnavailableException busy(long bytes, String why) {
		return new StoreUnavailableException(
				"The %d bytes to read were not free among the %d that zarr.limits.in-flight allows, %s".formatted(bytes,
						this.bound, why));
	}

	private void giveBack(long bytes) {
		this.lock.lock();
		try {
			this.free += bytes;
			this.returned.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What one call has reserved. For use by the thread that began it.
	 */
	public final class Reservation implements AutoCloseable {

		private long bytes;

		private Reservation() {
		}

		/**
		 * Reserve bytes in place of those reserved so far. Waits if too many others are
		 * reserved.
		 * @param what what has the size, for messages
		 * @param size the number of bytes
		 * @throws LimitExceededException if there are never so many
		 * @throws StoreUnavailableException if they do not become free in time, or the
		 * thread is interrupted; nothing is reserved then
		 */
		public void set(String what, long size) {
			Limits.check(what, size, BytesInFlight.this.bound, "zarr.limits.in-flight");
			long counted = (size > UNCOUNTED) ? size : 0;
			if (counted <= this.bytes) {
				release(this.bytes - counted);
				return;
			}
			release(this.bytes);
			Thread thread = Thread.currentThread();
			take(counted, !BytesInFlight.this.holders.containsKey(thread));
			BytesInFlight.this.holders.merge(thread, 1, Integer::sum);
			this.bytes = counted;
		}

		private void release(long count) {
			if (count == 0) {
				return;
			}
			this.bytes -= count;
			giveBack(count);
			if (this.bytes == 0) {
				BytesInFlight.this.holders.computeIfPresent(Thread.currentThread(),
						(thread, number) -> (number > 1) ? number - 1 : null);
			}
		}

		/**
		 * Give back what is reserved. Doing so again does nothing.
		 */
		@Override
		public void close() {
			release(this.bytes);
		}

	}

}
