package io.github.zarrspring.spring.autoconfigure;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Finds out where in the configuration a property stands.
 */
final class PropertyOrigins {

	private PropertyOrigins() {
	}

	/**
	 * The property that counts.
	 * @param environment the environment
	 * @param name the name of the property
	 * @return the property, {@code null} if there is none
	 */
	static @Nullable ConfigurationProperty find(Environment environment, String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.ofIfValid(name);
		if (propertyName == null) {
			return null;
		}
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(propertyName);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	/**
	 * The first property under {@code zarr.stores.<name>}, however the name is written.
	 * @param environment the environment
	 * @param store the name of the store, or what stands for one
	 * @return the property, {@code null} if there is none
	 */
	static @Nullable ConfigurationProperty findBelowStore(Environment environment, String store) {
		ConfigurationPropertyName stores = ConfigurationPropertyName.of(ConfiguredStores.STORES);
		int depth = stores.getNumberOfElements();
		Predicate<ConfigurationPropertyName> below = (name) -> stores.isAncestorOf(name)
				&& StoreTypes.isSame(name.getElement(depth, ConfigurationPropertyName.Form.ORIGINAL), store);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				ConfigurationPropertyName name = iterable.stream().filter(below).findFirst().orElse(null);
				if (name != null) {
					return iterable.getConfigurationProperty(name);
				}
			}
		}
		return null;
	}

}
