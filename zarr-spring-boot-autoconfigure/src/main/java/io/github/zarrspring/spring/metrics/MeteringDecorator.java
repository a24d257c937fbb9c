package io.github.zarrspring.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Puts metrics around each store, outside of all other decorators, so that they show what
 * the application sees.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class MeteringDecorator implements StorageBackendDecorator, AutoCloseable {

	private final MeterRegistry registry;

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("zarr-store-info-");

	private final Map<StoreDescription, StoreMeters> meters = new ConcurrentHashMap<>();

	private final Map<StoreDescription, LeaseMeters> leases = new ConcurrentHashMap<>();

	private final Function<String, StoreAccess> accesses;

	/**
	 * A decorator.
	 * @param registry where the meters are registered
	 * @param accesses gives the access to a store by its name
	 */
	public MeteringDecorator(MeterRegistry registry, Function<String, StoreAccess> accesses) {
		this.registry = registry;
		this.accesses = accesses;
		this.executor.setDaemon(true);
	}

	@Override
	public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		this.leases.computeIfAbsent(store,
				(key) -> new LeaseMeters(this.registry, key, () -> this.accesses.apply(key.name()), this.executor));
		StoreInfoCache info = new StoreInfoCache(store.name(), backend, this.executor, this.registry.config().clock());
		return new MeteredBackend(backend, this.meters.computeIfAbsent(store, (key) -> newMeters(key, backend, info)));
	}

	/**
	 * A view is counted with its store, as long as that is registered.
	 */
	@Override
	public StorageBackend decorateView(StoreDescription store, StorageBackend view) {
		StoreMeters meters = this.meters.get(store);
		return (meters != null) ? new MeteredBackend(view, meters) : view;
	}

	private StoreMeters newMeters(StoreDescription store, StorageBackend backend, StoreInfoCache info) {
		StoreMeters added = new StoreMeters(this.registry, store, info);
		SnapshotBackend snapshot = DelegatingBackend.find(backend, SnapshotBackend.class);
		if (snapshot != null) {
			added.addSnapshot(snapshot);
		}
		return added;
	}

	@Override
	public void release(StoreDescription store) {
		StoreMeters removed = this.meters.remove(store);
		if (removed != null) {
			removed.remove();
		}
		LeaseMeters lease = this.leases.remove(store);
		if (lease != null) {
			lease.remove();
		}
	}

	@Override
	public void close() {
		this.executor.close();
	}

}
