package io.github.zarrspring.spring.autoconfigure;

import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the environment says about stores before there are any beans.
 */
final class ConfiguredStores {

	static final String STORES = "zarr.stores";

	static final String DEFAULTS = "zarr.defaults";

	static final String DEFAULT_STORE = "zarr.default-store";

	private ConfiguredStores() {
	}

	/**
	 * The names of the stores that are configured.
	 * @param environment the environment
	 * @return the names in order, since the environment has none
	 * @throws StoreConfigurationException if a name is not valid
	 */
	static SortedSet<String> names(Environment environment) {
		StorePropertyNames names = new StorePropertyNames(ConfiguredProperty.of(environment));
		if (!names.invalid().isEmpty()) {
			throw StoreFailures.invalidName(environment, names.invalid().first());
		}
		return names.stores();
	}

	/**
	 * The store that is to be the default.
	 * @param environment the environment
	 * @return its name, {@code null} if nothing is said
	 */
	static @Nullable String defaultStore(Environment environment) {
		String name = Binder.get(environment).bind(DEFAULT_STORE, String.class).orElse("");
		return name.isEmpty() ? null : name;
	}

}
