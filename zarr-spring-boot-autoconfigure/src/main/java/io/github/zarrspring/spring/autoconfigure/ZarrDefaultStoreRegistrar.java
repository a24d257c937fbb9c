package io.github.zarrspring.spring.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers the beans of the store that there is if nothing is configured.
 */
class ZarrDefaultStoreRegistrar implements BeanRegistrar {

	private static final Log logger = LogFactory.getLog(ZarrDefaultStoreRegistrar.class);

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		// Conditions are frozen ahead of time, the environment is not.
		if (ConfiguredStores.names(environment).isEmpty()) {
			logger.warn(
					"No store is configured under zarr.stores: there is one store '%s', in memory, whose arrays are gone when the application ends"
						.formatted(StoreNames.DEFAULT));
			ZarrStoreRegistrar.register(registry, StoreNames.DEFAULT);
		}
	}

}
