package io.github.zarrspring.spring.retry;

import java.time.Duration;

/**
 * How calls to a store are repeated.
 *
 * @param maxAttempts how often a call is made at most, the first time included
 * @param delay the pause before the second attempt
 * @param multiplier what a pause is multiplied by to get the next one
 * @param jitter by how much the first pause is varied at random, up and down; those after
 * it are varied in proportion
 * @param maxDelay the longest pause, unless the store asks for a longer one
 * @param deadline how long after the beginning of the first attempt the last one may
 * begin; zero for no such bound
 */
public record RetrySettings(int maxAttempts, Duration delay, double multiplier, Duration jitter, Duration maxDelay,
		Duration deadline) {
}
