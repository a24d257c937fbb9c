package io.github.zarrspring.spring.metrics;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.access.LeaseState;
import io.github.zarrspring.storage.access.StoreAccess;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the lease of one store, tagged with its name and type:
 * {@code zarr.store.lease.held} is 1 while somebody holds it and 0 else,
 * {@code zarr.store.lease.fencing.number} the number of its newest holder. Of a public
 * store on which no lease was asked for there is nothing to show (NaN).
 */
final class LeaseMeters {

	private final MeterRegistry registry;

	private final StoreDescription store;

	private final SampledValue<LeaseState> lease;

	private final List<Meter> meters;

	LeaseMeters(MeterRegistry registry, StoreDescription store, Supplier<StoreAccess> access, Executor executor) {
		this.registry = registry;
		this.store = store;
		this.lease = new SampledValue<>("the lease of store '%s'".formatted(store.name()),
				() -> access.get().isLeaseInMemory(), () -> lease(access.get()), executor, registry.config().clock());
		this.meters = List.of(
				gauge("zarr.store.lease.held", "Whether somebody holds the lease of the store",
						(state) -> (state.holder() != null) ? 1 : 0),
				gauge("zarr.store.lease.fencing.number", "Number of the newest holder of the lease of the store",
						LeaseState::fencingNumber));
	}

	private static @Nullable LeaseState lease(StoreAccess access) {
		return access.isLeased() ? access.lease() : null;
	}

	private Meter gauge(String name, String description, ToDoubleFunction<LeaseState> number) {
		return Gauge.builder(name, this.lease, (lease) -> {
			LeaseState latest = lease.get();
			return (latest != null) ? number.applyAsDouble(latest) : Double.NaN;
		})
			.description(description)
			.tags("store", this.store.name(), "type", this.store.type())
			.strongReference(true)
			.register(this.registry);
	}

	/**
	 * Remove the gauges from the registry, when the store goes.
	 */
	void remove() {
		this.meters.forEach(this.registry::remove);
	}

}
