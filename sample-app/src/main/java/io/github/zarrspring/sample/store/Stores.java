package io.github.zarrspring.sample.store;

import java.util.Collection;
import java.util.function.Function;

import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;

import org.springframework.dao.DataAccessException;
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
	 * Work with an array in a store. What fails says which array it is about.
	 * @param name the name of the store
	 * @param path the path of the array
	 * @param work what is done with the array
	 * @param <R> the type of the result
	 * @return what the work returns
	 */
	public <R> R withArray(String name, String path, Function<ZarrArray, R> work) {
		ZarrArray array = get(name).open(path);
		try {
			return work.apply(array);
		}
		catch (ZarrException | DataAccessException ex) {
			ZarrException failure = Failure.find(ex);
			if (failure != null) {
				failure.locate(name, array.path().value(), null);
			}
			throw ex;
		}
	}

}
