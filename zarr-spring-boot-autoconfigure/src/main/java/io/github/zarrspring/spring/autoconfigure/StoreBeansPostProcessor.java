package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;

import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.spring.autoconfigure.StoreBeans.StoreBean;
import io.github.zarrspring.storage.StorageBackend;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Looks at all stores once their beans are known: gives the application's own backends a
 * template each, makes the name of a store the qualifier of its beans, and the default
 * store the primary one.
 */
class StoreBeansPostProcessor implements BeanFactoryPostProcessor, Ordered {

	private static final Log logger = LogFactory.getLog(StoreBeansPostProcessor.class);

	private final Environment environment;

	StoreBeansPostProcessor(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Late, so that there are all beans, but before the beans that tests override are
	 * chosen: these can be templates registered here, and are chosen by qualifier or for
	 * being primary.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 100;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Map<String, StoreBean> stores = StoreBeans.find(beanFactory);
		String defaultStore = defaultStore(beanFactory, stores);
		stores.values().forEach((store) -> {
			if (!store.configured()) {
				registerTemplate(beanFactory, store.store());
			}
			qualify(beanFactory, store);
		});
		StoreBean primary = (defaultStore != null) ? stores.get(defaultStore) : null;
		if (primary != null) {
			if (stores.size() > 1) {
				logger.info("Stores: %s; where none is named, '%s' is injected, whatever the parameter is called"
					.formatted(String.join(", ", stores.keySet()), primary.store()));
			}
			makePrimary(beanFactory, primary.bean(), StorageBackend.class);
			makePrimary(beanFactory, StoreNames.templateBean(primary.store()), ZarrOperations.class);
		}
		// The look-ups above have left copies of the beans' definitions as they were
		// then.
		beanFactory.clearMetadataCache();
	}

	private @Nullable String defaultStore(ConfigurableListableBeanFactory beanFactory, Map<String, StoreBean> stores) {
		String name = ConfiguredStores.defaultStore(this.environment);
		if (name != null) {
			if (!stores.containsKey(name)) {
				throw StoreFailures.unknownDefaultStore(this.environment, name, stores.keySet());
			}
			checkNoOtherPrimary(beanFactory, name, stores);
			return name;
		}
		if (stores.size() == 1) {
			return stores.keySet().iterator().next();
		}
		for (StoreBean store : stores.values()) {
			if (isPrimary(beanFactory, store.bean())) {
				return store.store();
			}
		}
		return null;
	}

	private void checkNoOtherPrimary(ConfigurableListableBeanFactory beanFactory, String name,
			Map<String, StoreBean> stores) {
		for (StoreBean store : stores.values()) {
			if (isPrimary(beanFactory, store.bean()) && !store.store().equals(name)) {
				throw StoreFailures.twoDefaults(this.environment, name, store);
			}
		}
	}

	private void registerTemplate(ConfigurableListableBeanFactory beanFactory, String store) {
		String name = StoreNames.templateBean(store);
		if (beanFactory.containsBean(name) || !(beanFactory instanceof BeanDefinitionRegistry registry)) {
			return;
		}
		RootBeanDefinition template = new RootBeanDefinition(ZarrTemplate.class,
				() -> beanFactory.getBean(ZarrTemplates.class).get(store));
		template.setDescription(StoreBeans.description(store));
		// This runs again when an application that was processed ahead of time starts.
		template.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
		registry.registerBeanDefinition(name, template);
	}

	/**
	 * The attribute counts as qualifier, before the name of the bean; qualifiers proper
	 * are not supported on registered beans ahead of time. The application's own backends
	 * keep the qualifiers that the application gave them.
	 */
	private void qualify(ConfigurableListableBeanFactory beanFactory, StoreBean store) {
		if (store.configured()) {
			beanFactory.getBeanDefinition(store.bean())
				.setAttribute(AutowireCandidateQualifier.VALUE_KEY, store.store());
		}
		String template = StoreNames.templateBean(store.store());
		if (StoreBeans.description(store.store()).equals(description(beanFactory, template))) {
			beanFactory.getBeanDefinition(template).setAttribute(AutowireCandidateQualifier.VALUE_KEY, store.store());
		}
	}

	private static @Nullable String description(ConfigurableListableBeanFactory beanFactory, String bean) {
		return beanFactory.containsBeanDefinition(bean) ? beanFactory.getBeanDefinition(bean).getDescription() : null;
	}

	/**
	 * Make a bean primary, unless the application has made another one.
	 */
	private static void makePrimary(ConfigurableListableBeanFactory beanFactory, String bean, Class<?> type) {
		for (String other : beanFactory.getBeanNamesForType(type, true, false)) {
			if (isPrimary(beanFactory, other)) {
				return;
			}
		}
		if (beanFactory.containsBeanDefinition(bean)) {
			BeanDefinition definition = beanFactory.getBeanDefinition(bean);
			definition.setPrimary(true);
		}
	}

	private static boolean isPrimary(ConfigurableListableBeanFactory beanFactory, String bean) {
		return beanFactory.containsBeanDefinition(bean) && beanFactory.getBeanDefinition(bean).isPrimary();
	}

}
