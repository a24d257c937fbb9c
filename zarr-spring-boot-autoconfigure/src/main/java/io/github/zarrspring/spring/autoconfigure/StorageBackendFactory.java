package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

/**
 * Makes the stores of one type. A bean of this adds its type to those that
 * {@code zarr.stores.<name>.type} can have. Of several factories for a type the first in
 * order is taken; those of this library come last, so that a bean of the application with
 * the type of a built-in one takes its place.
 * <p>
 * In a native image, a class given to {@link StoreContext#bind} needs runtime hints, see
 * {@link org.springframework.aot.hint.annotation.RegisterReflectionForBinding}.
 */
public interface StorageBackendFactory {

	/**
	 * The type: lower-case letters, digits and dashes, a letter first.
	 * @return the type
	 */
	String type();

	/**
	 * Make the backend of a store. It is closed with the application.
	 * @param context the store and its properties
	 * @return the backend
	 * @throws StoreConfigurationException if what is configured cannot work; the
	 * application then fails to start with the description and action given
	 */
	StorageBackend create(StoreContext context);

	/**
	 * Whether {@code zarr.stores.<name>.history} is possible: all that writes to a store
	 * goes through the one backend that {@link #create} makes, so that no value is
	 * missed.
	 * @return whether it is
	 */
	default boolean supportsHistory() {
		return false;
	}

	/**
	 * Where the bytes of a store are, for health and messages: a directory, a host. It
	 * must not hold secrets.
	 * @param context the store and its properties
	 * @return the location, {@code null} if there is nothing to say
	 */
	default @Nullable String location(StoreContext context) {
		return null;
	}

}
