package io.github.zarrspring.spring.metrics;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own work within one call to a store. Neither its time nor its failure is
 * the store's.
 */
final class Interlude {

	private final Clock clock;

	private long nanos;

	private boolean run;

	private @Nullable Throwable failure;

	Interlude(Clock clock) {
		this.clock = clock;
	}

	<T> T run(Supplier<T> work) {
		this.run = true;
		long start = this.clock.monotonicTime();
		try {
			return work.get();
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
		finally {
			this.nanos += this.clock.monotonicTime() - start;
		}
	}

	boolean hasRun() {
		return this.run;
	}

	long nanos() {
		return this.nanos;
	}

	boolean isFailure(Throwable failure) {
		return this.failure == failure;
	}

}
