package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the stores among the beans.
 */
final class StoreBeans {

	private static final String DESCRIPTION = ConfiguredStores.STORES + ".";

	private StoreBeans() {
	}

	/**
	 * The description by which beans of configured stores are known.
	 * @param store the name of the store
	 * @return the description
	 */
	static String description(String store) {
		return DESCRIPTION + store;
	}

	/**
	 * The store that a bean comes from.
	 * @param definition the bean
	 * @return the name of the configured store, {@code null} if it comes from none
	 */
	static @Nullable String configuredStore(@Nullable BeanDefinition definition) {
		String description = (definition != null) ? definition.getDescription() : null;
		return (description != null && description.startsWith(DESCRIPTION))
				? description.substring(DESCRIPTION.length()) : null;
	}

	/**
	 * The backends by the names of their stores.
	 * @param beanFactory where the beans are, none of which is made
	 * @return the beans, in the order of the names of the stores
	 * @throws StoreConfigurationException if two stores have the same name
	 */
	static Map<String, StoreBean> find(ConfigurableListableBeanFactory beanFactory) {
		Map<String, StoreBean> stores = new TreeMap<>();
		for (String bean : beanFactory.getBeanNamesForType(StorageBackend.class, true, false)) {
			if (ScopedProxyUtils.isScopedTarget(bean)) {
				continue;
			}
			BeanDefinition definition = beanFactory.containsBeanDefinition(bean) ? beanFactory.getBeanDefinition(bean)
					: null;
			StoreBean found = storeBean(bean, definition);
			StoreBean other = stores.putIfAbsent(found.store(), found);
			if (other != null) {
				throw StoreFailures.duplicate(other, found);
			}
		}
		return stores;
	}

	private static StoreBean storeBean(String bean, @Nullable BeanDefinition definition) {
		String configured = configuredStore(definition);
		if (configured != null) {
			return new StoreBean(configured, bean, true, description(configured));
		}
		String store = StoreNames.ofBackendBean(bean);
		if (!StoreNames.isValid(store)) {
			throw StoreFailures.invalidBeanName(bean);
		}
		String origin = (definition != null) ? definition.getResourceDescription() : null;
		return new StoreBean(store, bean, false, origin);
	}

	/**
	 * A bean that is the backend of a store.
	 *
	 * @param store the name of the store
	 * @param bean the name of the bean
	 * @param configured whether it comes from {@code zarr.stores} and not from the
	 * application
	 * @param origin where it is defined, if that is known
	 */
	record StoreBean(String store, String bean, boolean configured, @Nullable String origin) {

		@Override
		public String toString() {
			if (this.configured) {
				return "property " + this.origin;
			}
			return "bean '%s'%s".formatted(this.bean, (this.origin != null) ? " defined in " + this.origin : "");
		}

	}

}
