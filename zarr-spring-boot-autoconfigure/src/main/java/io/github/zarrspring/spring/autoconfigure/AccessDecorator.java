package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreDescription;
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

	private final Map<String, StoreAccess> accesses = new ConcurrentHashMap<>();

	AccessDecorator(StoreBinder binder) {
		this.binder = binder;
	}

	@Override
	public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
		StoreAccess access = new StoreAccess(store.name(), level(store.name()), backend);
		this.accesses.put(store.name(), access);
		return access.backend();
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
		this.accesses.remove(store.name());
	}

	/**
	 * The access to a store.
	 * @param store the name of the store
	 * @return the access, {@code null} if the store was not decorated
	 */
	@Nullable StoreAccess find(String store) {
		return this.accesses.get(store);
	}

}
