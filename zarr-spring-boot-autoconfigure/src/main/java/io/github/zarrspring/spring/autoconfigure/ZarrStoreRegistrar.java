package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.storage.StorageBackend;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers two beans for each configured store. It runs again when an application that
 * was processed ahead of time starts, so that the set of stores stays a matter of
 * configuration.
 */
class ZarrStoreRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		UnknownProperties.refuse(environment);
		ConfiguredStores.names(environment).forEach((name) -> register(registry, name));
	}

	static void register(BeanRegistry registry, String store) {
		registry.registerBean(StoreNames.backendBean(store), StorageBackend.class,
				(spec) -> spec.description(StoreBeans.description(store))
					.supplier((context) -> context.bean(StoreCreator.class).create(store)));
		registry.registerBean(StoreNames.templateBean(store), ZarrTemplate.class,
				(spec) -> spec.description(StoreBeans.description(store))
					.supplier((context) -> context.bean(ZarrTemplates.class).get(store)));
	}

}
