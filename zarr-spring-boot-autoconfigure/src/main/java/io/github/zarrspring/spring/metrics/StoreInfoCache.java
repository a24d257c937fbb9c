package io.github.zarrspring.spring.metrics;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.micrometer.core.instrument.Clock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * How much a store holds, for gauges. Finding that out can take as long as listing the
 * store, so a scrape never waits for it: it is given the last numbers, and where these
 * are old, new ones are fetched in the background. One fetch is under way at a time, the
 * next starts a minute after the end of the last at the earliest, and not before nine
 * times as long as the last one took: counting takes no more than a tenth of one thread's
 * time, however large the store is. A store in memory that nobody scrapes costs nothing,
 * one that is scraped is asked each time.
 */
final class StoreInfoCache {

	private static final Log logger = LogFactory.getLog(StoreInfoCache.class);

	private static final Duration MAX_AGE = Duration.ofMinutes(1);

	private final String store;

	private final StorageBackend backend;

	private final Executor executor;

	private final Clock clock;

	private boolean fetching;

	private long nextFetch;

	private volatile @Nullable StoreInfo latest;

	StoreInfoCache(String store, StorageBackend backend, Executor executor, Clock clock) {
		this.store = store;
		this.backend = backend;
		this.executor = executor;
		this.clock = clock;
		this.nextFetch = clock.monotonicTime();
	}

	/**
	 * The latest numbers.
	 * @return the numbers, {@code null} if there are none yet
	 */
	@Nullable StoreInfo get() {
		try {
			if (this.backend.capabilities().roundTrip() == RoundTrip.MEMORY) {
				this.latest = this.backend.info();
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
			this.latest = this.backend.info();
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		finally {
			end(this.clock.monotonicTime() - start);
		}
	}

	private void failed(RuntimeException failure) {
		logger.debug("Could not count what store '%s' holds".formatted(this.store), failure);
	}

}
