package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The patience of one thread that wants locks of other threads and processes. It ends
 * with an exception when its time is over or the thread is interrupted.
 * <p>
 * The locks of files are asked for again and again instead of waited for: a system that
 * sees two processes wait for each other, with different threads, takes that for a
 * deadlock.
 */
final class Waiting {

	private static final long SHORTEST_PAUSE = Duration.ofNanos(20_000).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofMillis(2).toNanos();

	private final Object subject;

	private final Duration patience;

	private final long deadline;

	/**
	 * Patience that begins now.
	 * @param subject what is waited for, for the messages
	 * @param patience how long to wait
	 */
	Waiting(Object subject, Duration patience) {
		this.subject = subject;
		this.patience = patience;
		this.deadline = System.nanoTime() + patience.toNanos();
	}

	/**
	 * Wait for a lock among the threads of this process. A thread that is interrupted
	 * gets what nobody else has.
	 * @param lock the lock
	 * @param queued whether others came before
	 */
	void lock(Lock lock, boolean queued) {
		if (!queued && lock.tryLock()) {
			return;
		}
		try {
			if (!lock.tryLock(left(), TimeUnit.NANOSECONDS)) {
				throw tooLong("Other threads");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted();
		}
	}

	/**
	 * Wait until another thread says that something has changed.
	 * @param condition what it says it by
	 */
	void await(Condition condition) {
		try {
			if (condition.awaitNanos(left()) <= 0) {
				throw tooLong("Other threads");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted();
		}
	}

	/**
	 * Ask for something that another process may have until it is given.
	 * @param attempt what asks
	 * @param <T> the type of what is given
	 * @return what was given
	 * @throws IOException if asking fails
	 */
	<T> T poll(Attempt<T> attempt) throws IOException {
		T result = attempt.run();
		for (long pause = SHORTEST_PAUSE; result == null; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
			if (left() <= 0) {
				throw tooLong("Another process");
			}
			if (Thread.currentThread().isInterrupted()) {
				throw interrupted();
			}
			LockSupport.parkNanos(pause);
			result = attempt.run();
		}
		return result;
	}

	private long left() {
		return this.deadline - System.nanoTime();
	}

	private StoreUnavailableException tooLong(String who) {
		return new StoreUnavailableException("%s kept '%s' locked for %s".formatted(who, this.subject, this.patience));
	}

	private StoreUnavailableException interrupted() {
		return new StoreUnavailableException(
				"The thread was interrupted while it waited for '%s'".formatted(this.subject));
	}

	/**
	 * Asks for something.
	 *
	 * @param <T> the type of what is given
	 */
	interface Attempt<T> {

		/**
		 * Ask once.
		 * @return what is given, {@code null} if another has it
		 * @throws IOException if it fails
		 */
		@Nullable T run() throws IOException;

	}

}
