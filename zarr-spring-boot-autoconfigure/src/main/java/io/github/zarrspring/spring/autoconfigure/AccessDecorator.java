package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.StoreAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;

/**
 * Guards stores as {@code zarr.stores.<name>.access} says.
 */
@Order(StorageBackendDecorator.ACCESS_ORDER)
class AccessDecorator implements StorageBackendDecorator {

	private final StoreBinder binder;

	private final Map<String, Guarded> stores = new ConcurrentHashMap<>();

	AccessDecorator(StoreBinder binder) {
		this.binder = binder;
	}

	@Override
	public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		StorageBackend innermost = innermost(backend);
		AccessLevel level = level(store.name());
		return this.stores
			// Two threads may decorate the same backend at once: one access is for both.
			.compute(store.name(),
					(name, current) -> (current != null && current.innermost() == innermost) ? current
							: new Guarded(new StoreAccess(name, level, backend), innermost))
			.access()
			.backend();
	}

	private static StorageBackend innermost(StorageBackend backend) {
		StorageBackend current = backend;
		while (current instanceof DelegatingBackend decorator) {
			current = decorator.delegate();
		}
		return current;
	}

	/**
	 * The level that is configured. Stores that the application makes itself are public.
	 */
	private AccessLevel level(String store) {
		boolean configured = this.binder.names().contains(store) || store.equals(StoreNames.DEFAULT);
		return configured ? this.binder.properties(store).access() : AccessLevel.PUBLIC;
	}

	@Override
	public void release(StoreDescription store) {
		this.stores.remove(store.name());
	}

	/**
	 * The access to a store.
	 * @param store the name of the store
	 * @return the access, {@code null} if the store was not decorated
	 */
	@Nullable StoreAccess find(String store) {
		Guarded found = this.stores.get(store);
		return (found != null) ? found.access() : null;
	}

	/**
	 * A store.
	 *
	 * @param access the access to it
	 * @param innermost what keeps its values
	 */
	private record Guarded(StoreAccess access, StorageBackend innermost) {
	}

}
