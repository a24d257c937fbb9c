package io.github.zarrspring.storage.access;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day when it was made, and from there on what has passed since: it does not
 * jump when the clock of the machine is set, so no lease ends early or late by that.
 */
final class SteadyClock implements InstantSource {

	private final Instant start = Instant.now();

	private final long startNanos = System.nanoTime();

	@Override
	public Instant instant() {
		return this.start.plusNanos(System.nanoTime() - this.startNanos);
	}

}
