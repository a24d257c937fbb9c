package io.github.zarrspring.spring.autoconfigure.jpa;

import java.util.stream.Collectors;

import io.github.zarrspring.spring.autoconfigure.StoreContexts;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.jpa.ZarrEntryTables;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Makes the tables of stores known to the entity manager factories that they are written
 * with. This goes through a setting, so that it does not matter how the application has
 * its own entities found.
 */
class ZarrEntryPostProcessor implements BeanPostProcessor {

	private final JpaBeans beans;

	private final ObjectProvider<StoreContexts> stores;

	ZarrEntryPostProcessor(JpaBeans beans, ObjectProvider<StoreContexts> stores) {
		this.beans = beans;
		this.stores = stores;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory) {
			String tables = tables(beanName);
			if (!tables.isEmpty()) {
				factory.getJpaPropertyMap().put(ZarrEntryTables.SETTING, tables);
			}
		}
		return bean;
	}

	private String tables(String entityManagerFactory) {
		return this.stores.getObject()
			.ofType(JpaBackendFactory.TYPE)
			.stream()
			.map((store) -> store.bind(StoreProperties.Jpa.class))
			.filter((properties) -> entityManagerFactory.equals(factory(properties)))
			.filter(TableNames::isValid)
			.map((properties) -> TableNames.of(properties).qualified())
			.distinct()
			.collect(Collectors.joining(","));
	}

	private @Nullable String factory(StoreProperties.Jpa properties) {
		String name = properties.entityManagerFactory();
		return (name != null) ? name : this.beans.defaultEntityManagerFactory();
	}

}
