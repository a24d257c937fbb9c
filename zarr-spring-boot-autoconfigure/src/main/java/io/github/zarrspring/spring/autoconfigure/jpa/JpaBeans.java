package io.github.zarrspring.spring.autoconfigure.jpa;

import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;

/**
 * The beans of the application that stores of the type {@code jpa} work with.
 */
class JpaBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	JpaBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The names of the entity manager factories, none of which is made.
	 */
	List<String> entityManagerFactories() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(EntityManagerFactory.class, true, false))
			.sorted()
			.toList();
	}

	/**
	 * The entity manager factory that is meant where none is named.
	 * @return its name, {@code null} if there are none or several
	 */
	@Nullable String defaultEntityManagerFactory() {
		List<String> names = entityManagerFactories();
		if (names.size() == 1) {
			return names.get(0);
		}
		List<String> primary = names.stream()
			.filter(this.beanFactory::containsBeanDefinition)
			.filter((name) -> this.beanFactory.getBeanDefinition(name).isPrimary())
			.toList();
		return (primary.size() == 1) ? primary.get(0) : null;
	}

	EntityManagerFactory entityManagerFactory(String name) {
		return this.beanFactory.getBean(name, EntityManagerFactory.class);
	}

	/**
	 * The names of the data sources, none of which is made.
	 */
	List<String> dataSources() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(DataSource.class, true, false)).sorted().toList();
	}

	DataSource dataSource(String name) {
		return this.beanFactory.getBean(name, DataSource.class);
	}

	/**
	 * What manages the transactions of an entity manager factory: the application's own
	 * or JTA's. Where there is neither, a new one is as good: all of them find the entity
	 * manager by its factory.
	 */
	PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
		List<PlatformTransactionManager> all = this.beanFactory.getBeanProvider(PlatformTransactionManager.class)
			.orderedStream()
			.toList();
		return all.stream()
			.filter((manager) -> manager instanceof JpaTransactionManager jpa
					&& jpa.getEntityManagerFactory() == entityManagerFactory)
			.findFirst()
			.or(() -> all.stream().filter(JtaTransactionManager.class::isInstance).findFirst())
			.orElseGet(() -> new JpaTransactionManager(entityManagerFactory));
	}

}
