package io.github.zarrspring.spring.metrics;

import java.util.concurrent.Executor;

import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.micrometer.core.instrument.Clock;

/**
 * How much a store holds, for gauges.
 */
final class StoreInfoCache extends SampledValue<StoreInfo> {

	StoreInfoCache(String store, StorageBackend backend, Executor executor, Clock clock) {
		super("what store '%s' holds".formatted(store), () -> backend.capabilities().roundTrip() == RoundTrip.MEMORY,
				backend::info, executor, clock);
	}

}
