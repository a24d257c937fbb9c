package io.github.zarrspring.spring.metrics;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What gauges show of a store. Finding it out can take as long as listing the store, so a
 * scrape never waits for it: it is given the last value, and where that is old, a new one
 * is fetched in the background. One fetch is under way at a time, the next starts a
 * minute after the end of the last at the earliest, and not before nine times as long as
 * the last one took: it takes no more than a tenth of one thread's time, however large
 * the store is. Where nobody scrapes it costs nothing, and what is in memory is asked for
 * each time.
 *
 * @param <T> the type of the value
 */
class SampledValue<T> {

	private static final Log logger = LogFactory.getLog(SampledValue.class);

	private static final Duration MAX_AGE = Duration.ofMinutes(1);

	private final String what;

	private final BooleanSupplier inMemory;

	private final Supplier<@Nullable T> source;

	private final Executor executor;

	private final Clock clock;

	private boolean fetching;

	private long nextFetch;

	private volatile @Nullable T latest;

	/**
	 * A value that nobody has asked for yet.
	 * @param what what it is, for messages
	 * @param inMemory whether fetching it costs nothing
	 * @param source what fetches it
	 * @param executor what fetches in the background
	 * @param clock the clock
	 */
	SampledValue(String what, BooleanSupplier inMemory, Supplier<@Nullable T> source, Executor executor, Clock clock) {
		this.what = what;
		this.inMemory = inMemory;
		this.source = source;
		this.executor = executor;
		this.clock = clock;
		this.nextFetch = clock.monotonicTime();
	}

	/**
	 * The latest value.
	 * @return the value, {@code null} if there is none yet
	 */
	final @Nullable T get() {
		try {
			if (this.inMemory.getAsBoolean()) {
				this.latest = this.source.get();
			}
			else if (begin()) {
				this.executor.execute(this::fetch);
			}
		}
		catch (RejectedExecutionException ex) {
			end(0);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		return this.latest;
	}

	private synchronized boolean begin() {
		if (this.fetching || this.clock.monotonicTime() - this.nextFetch < 0) {
			return false;
		}
		this.fetching = true;
		return true;
	}

	private synchronized void end(long nanos) {
		this.fetching = false;
		this.nextFetch = this.clock.monotonicTime() + Math.max(MAX_AGE.toNanos(), 9 * nanos);
	}

	private void fetch() {
		long start = this.clock.monotonicTime();
		try {
			this.latest = this.source.get();
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		finally {
			end(this.clock.monotonicTime() - start);
		}
	}

	private void failed(RuntimeException failure) {
		logger.debug("Could not find out %s".formatted(this.what), failure);
	}

}
