package io.github.zarrspring.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.retry.RetryEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts repeated calls to stores, tagged with store, type and operation.
 * <ul>
 * <li>{@code zarr.store.retries}: attempts after the first one</li>
 * <li>{@code zarr.store.retries.exhausted}: calls that failed in the end although they
 * could have been repeated</li>
 * </ul>
 */
public final class RetryMeters implements RetryEvents {

	private final MeterRegistry registry;

	private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

	/**
	 * Meters.
	 * @param registry where they are registered
	 */
	public RetryMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void repeated(StoreDescription store, String operation) {
		count("zarr.store.retries", "Repeated calls to the store", store, operation);
	}

	@Override
	public void gaveUp(StoreDescription store, String operation) {
		count("zarr.store.retries.exhausted", "Calls to the store that failed when repeated too", store, operation);
	}

	private void count(String name, String description, StoreDescription store, String operation) {
		this.counters
			.computeIfAbsent(new Key(name, store, operation),
					(key) -> Counter.builder(name)
						.description(description)
						.tags("store", store.name(), "type", store.type(), "operation", operation)
						.register(this.registry))
			.increment();
	}

	@Override
	public void release(StoreDescription store) {
		this.counters.entrySet().removeIf((entry) -> {
			boolean released = entry.getKey().store().equals(store);
			if (released) {
				this.registry.remove(entry.getValue());
			}
			return released;
		});
	}

	private record Key(String name, StoreDescription store, String operation) {
	}

}
