package io.github.zarrspring.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
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

	/**
	 * A decorator.
	 * @param registry where the meters are registered
	 */
	public MeteringDecorator(MeterRegistry registry) {
		this.registry = registry;
		this.executor.setDaemon(true);
	}

	@Override
	public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		StoreInfoCache info = new StoreInfoCache(store.name(), backend, this.executor, this.registry.config().clock());
		return new MeteredBackend(backend, this.meters.computeIfAbsent(store, (key) -> newMeters(key, backend, info)));
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
	}

	@Override
	public void close() {
		this.executor.close();
	}

}
