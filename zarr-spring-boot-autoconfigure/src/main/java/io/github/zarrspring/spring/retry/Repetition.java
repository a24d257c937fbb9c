package io.github.zarrspring.spring.retry;

import java.time.Duration;
import java.util.function.Predicate;

import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Decides for one call whether and when it is made again. Pauses grow, and are never
 * shorter than the store asked for. For one thread.
 */
final class Repetition implements RetryPolicy {

	private final RetrySettings settings;

	private final Predicate<StoreUnavailableException> repeatable;

	private final long elapsedNanos;

	private @Nullable StoreUnavailableException last;

	/**
	 * The repetition of a call.
	 * @param settings how it is repeated
	 * @param repeatable whether it may be repeated after a failure
	 * @param elapsedNanos how long its first attempt took
	 */
	Repetition(RetrySettings settings, Predicate<StoreUnavailableException> repeatable, long elapsedNanos) {
		this.settings = settings;
		this.repeatable = repeatable;
		this.elapsedNanos = elapsedNanos;
	}

	@Override
	public boolean shouldRetry(Throwable failure) {
		this.last = (failure instanceof StoreUnavailableException unavailable) ? unavailable : null;
		return this.last != null && !Thread.currentThread().isInterrupted() && this.repeatable.test(this.last);
	}

	/**
	 * What is left of the deadline, at least something: zero would mean for ever.
	 */
	@Override
	public Duration getTimeout() {
		Duration deadline = this.settings.deadline();
		if (deadline.isZero()) {
			return deadline;
		}
		Duration left = deadline.minusNanos(this.elapsedNanos);
		return (left.toMillis() > 0) ? left : Duration.ofMillis(1);
	}

	@Override
	public BackOff getBackOff() {
		long delay = Math.max(1, this.settings.delay().toMillis());
		ExponentialBackOff backOff = new ExponentialBackOff(delay, this.settings.multiplier());
		backOff.setJitter(this.settings.jitter().toMillis());
		backOff.setMaxInterval(Math.max(delay, this.settings.maxDelay().toMillis()));
		backOff.setMaxAttempts(this.settings.maxAttempts() - 1L);
		return () -> pauses(backOff.start());
	}

	private BackOffExecution pauses(BackOffExecution growing) {
		return () -> {
			long pause = growing.nextBackOff();
			Duration asked = (this.last != null) ? this.last.getRetryAfter() : null;
			return (pause == BackOffExecution.STOP || asked == null) ? pause : Math.max(pause, asked.toMillis());
		};
	}

}
