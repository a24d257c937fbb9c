package io.github.zarrspring.array;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.github.zarrspring.exception.WriteConflictException;
import org.jspecify.annotations.Nullable;

/**
 * How long and how often a change is tried again when another process comes in between:
 * at once first, then after pauses that grow and vary, so that writers do not keep step.
 */
final class Retry {

	private static final long MAX_PAUSE_NANOS = 20_000_000;

	private final Duration timeout;

	private final long start = System.nanoTime();

	private long pause = 50_000;

	Retry(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Wait before the next attempt.
	 * @param what what is changed, for the message
	 * @throws WriteConflictException if the time is over or the thread is interrupted
	 */
	void pause(String what) {
		pause(what, null);
	}

	/**
	 * Wait before the next attempt.
	 * @param what what is changed, for the message
	 * @param conflict why the last attempt failed, if it says so
	 * @throws WriteConflictException if the time is over or the thread is interrupted
	 */
	void pause(String what, @Nullable WriteConflictException conflict) {
		if (System.nanoTime() - this.start > this.timeout.toNanos()) {
			throw new WriteConflictException(
					"%s was changed by others at each attempt for %s".formatted(what, this.timeout), conflict);
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new WriteConflictException("%s was changed by others, and the thread is interrupted".formatted(what),
					conflict);
		}
		park();
	}

	/**
	 * Wait before the next attempt.
	 * @return whether there is to be one: not if the time is over or the thread is
	 * interrupted
	 */
	boolean tryPause() {
		if (System.nanoTime() - this.start > this.timeout.toNanos() || Thread.currentThread().isInterrupted()) {
			return false;
		}
		park();
		return true;
	}

	private void park() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(this.pause) + 1);
		this.pause = Math.min(this.pause * 2, MAX_PAUSE_NANOS);
	}

}
