package io.github.zarrspring.spring.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.NoSuchStoreException;
import io.github.zarrspring.spring.StoreDescription;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Health of all stores, one component for each under its name. It follows the registry.
 */
public final class ZarrHealthContributor implements CompositeHealthContributor, AutoCloseable {

	private final BackendRegistry registry;

	private final Duration timeout;

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("zarr-health-");

	private final Map<StoreDescription, ZarrStoreHealthIndicator> indicators = new ConcurrentHashMap<>();

	/**
	 * A contributor.
	 * @param registry the stores
	 * @param timeout how long to wait for a store
	 */
	public ZarrHealthContributor(BackendRegistry registry, Duration timeout) {
		this.registry = registry;
		this.timeout = timeout;
		this.executor.setDaemon(true);
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return indicator(name);
	}

	/**
	 * The stores that there are. All probes are started here, so that several stores that
	 * hang cost one time-out and not one each.
	 */
	@Override
	public Stream<Entry> stream() {
		Map<String, ZarrStoreHealthIndicator> current = new LinkedHashMap<>();
		for (String name : this.registry.names()) {
			ZarrStoreHealthIndicator indicator = indicator(name);
			if (indicator != null) {
				indicator.start();
				current.put(name, indicator);
			}
		}
		this.indicators.values().retainAll(current.values());
		return current.entrySet()
			.stream()
			.map((entry) -> new HealthContributors.Entry(entry.getKey(), entry.getValue()));
	}

	private @Nullable ZarrStoreHealthIndicator indicator(String name) {
		try {
			return this.indicators.computeIfAbsent(this.registry.describe(name),
					(store) -> new ZarrStoreHealthIndicator(store, () -> this.registry.access(name), this.timeout,
							this.executor));
		}
		catch (NoSuchStoreException ex) {
			return null;
		}
	}

	@Override
	public void close() {
		this.executor.close();
	}

}
