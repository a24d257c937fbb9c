package io.github.zarrspring.spring.autoconfigure.retry;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContexts;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.retry.RetryEvents;
import io.github.zarrspring.spring.retry.RetrySettings;
import io.github.zarrspring.spring.retry.RetryingBackend;
import io.github.zarrspring.storage.StorageBackend;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Repeats calls to each store as its properties say, inside of all other decorators.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class RetryDecorator implements StorageBackendDecorator {

	private final StoreContexts stores;

	private final Supplier<RetryEvents> events;

	RetryDecorator(StoreContexts stores, Supplier<RetryEvents> events) {
		this.stores = stores;
		this.events = events;
	}

	@Override
	public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		StoreProperties.Retry retry = this.stores.bind(store.name(), "retry", StoreProperties.Retry.class);
		if (!retry.enabled() || retry.maxAttempts() == 1) {
			return backend;
		}
		return new RetryingBackend(store, backend, settings(store, retry), this.events.get());
	}

	@Override
	public void release(StoreDescription store) {
		this.events.get().release(store);
	}

	private static RetrySettings settings(StoreDescription store, StoreProperties.Retry retry) {
		check(store, "max-attempts", retry.maxAttempts(), retry.maxAttempts() >= 1, "It must be at least 1.");
		check(store, "multiplier", retry.multiplier(), retry.multiplier() >= 1, "It must be at least 1.");
		checkNotNegative(store, "delay", retry.delay());
		checkNotNegative(store, "jitter", retry.jitter());
		checkNotNegative(store, "max-delay", retry.maxDelay());
		checkNotNegative(store, "deadline", retry.deadline());
		return new RetrySettings(retry.maxAttempts(), retry.delay(), retry.multiplier(), retry.jitter(),
				retry.maxDelay(), retry.deadline());
	}

	private static void checkNotNegative(StoreDescription store, String key, Duration value) {
		check(store, key, value, !value.isNegative(), "It must not be negative.");
	}

	private static void check(StoreDescription store, String key, Object value, boolean valid, String reason) {
		if (!valid) {
			String property = "zarr.stores.%s.retry.%s".formatted(store.name(), key);
			throw new StoreConfigurationException(
					"Calls to store '%s' cannot be repeated as configured:%n%n    Property: %s%n    Value: \"%s\"%n    Reason: %s"
						.formatted(store.name(), property, value, reason),
					"Change '%s', or '%s' if that is where the value comes from.".formatted(property,
							"zarr.defaults.retry." + key));
		}
	}

}
