package io.github.zarrspring.sample.store;

import java.util.Collection;

import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;

import org.springframework.stereotype.Component;

/**
 * The stores of the application, by name.
 */
@Component
public class Stores {

	private final BackendRegistry registry;

	private final ZarrOperations zarr;

	Stores(BackendRegistry registry, ZarrOperations zarr) {
		this.registry = registry;
		this.zarr = zarr;
	}

	/**
	 * The names of all stores.
	 * @return the names
	 */
	public Collection<String> names() {
		return this.registry.names();
	}

	/**
	 * The default store.
	 * @return its operations
	 */
	public ZarrOperations defaultStore() {
		return this.zarr;
	}

	/**
	 * A store.
	 * @param name its name
	 * @return its operations
	 * @throws io.github.zarrspring.spring.NoSuchStoreException if there is none of the
	 * name
	 */
	public ZarrOperations get(String name) {
		return this.zarr.store(name);
	}

	/**
	 * An array in a store.
	 * @param name the name of the store
	 * @param path the path of the array
	 * @return the array
	 */
	public ZarrArray array(String name, String path) {
		return get(name).open(path);
	}

}
