package io.github.zarrspring.spring.autoconfigure.jpa;

import java.util.List;

import javax.sql.DataSource;

import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.jpa.JpaBackend;
import io.github.zarrspring.spring.jpa.SqlDialect;
import io.github.zarrspring.storage.StorageBackend;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.orm.jpa.EntityManagerFactoryInfo;
import org.springframework.orm.jpa.JpaDialect;

/**
 * Makes stores of the type {@code jpa}.
 */
class JpaBackendFactory implements StorageBackendFactory {

	static final String TYPE = "jpa";

	private final JpaBeans beans;

	private final SchemaInitializer schemaInitializer;

	JpaBackendFactory(JpaBeans beans, SchemaInitializer schemaInitializer) {
		this.beans = beans;
		this.schemaInitializer = schemaInitializer;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String location(StoreContext context) {
		StoreProperties.Jpa properties = context.bind(StoreProperties.Jpa.class);
		return "table " + (TableNames.isValid(properties) ? TableNames.of(properties) : properties.tableName());
	}

	@Override
	public StorageBackend create(StoreContext context) {
		StoreProperties.Jpa properties = context.bind(StoreProperties.Jpa.class);
		if (!TableNames.isValid(properties)) {
			String schema = properties.schema();
			throw JpaFailures.invalidTableName(context,
					((schema != null) ? schema + '.' : "") + properties.tableName());
		}
		String name = entityManagerFactoryName(context, properties.entityManagerFactory());
		DataSource readDataSource = readDataSource(context, properties.readDataSource());
		EntityManagerFactory entityManagerFactory = this.beans.entityManagerFactory(name);
		EntityManagerFactoryInfo info = (entityManagerFactory instanceof EntityManagerFactoryInfo spring) ? spring
				: null;
		DataSource dataSource = (info != null) ? info.getDataSource() : null;
		JpaDialect jpaDialect = (info != null) ? info.getJpaDialect() : null;
		if (dataSource == null || jpaDialect == null) {
			throw JpaFailures.noDataSource(context, name);
		}
		String product = this.schemaInitializer.initialize(context, properties, dataSource);
		return JpaBackend.create(context.name(), TableNames.of(properties), SqlDialect.of(product),
				entityManagerFactory, jpaDialect, dataSource, readDataSource,
				this.beans.transactionManager(entityManagerFactory));
	}

	private String entityManagerFactoryName(StoreContext context, @Nullable String configured) {
		List<String> names = this.beans.entityManagerFactories();
		if (configured != null) {
			if (!names.contains(configured)) {
				throw JpaFailures.unknownBean(context, "entity-manager-factory", configured, "EntityManagerFactory",
						names);
			}
			return configured;
		}
		String found = this.beans.defaultEntityManagerFactory();
		if (found != null) {
			return found;
		}
		throw names.isEmpty() ? JpaFailures.noEntityManagerFactory(context)
				: JpaFailures.severalEntityManagerFactories(context, names);
	}

	private @Nullable DataSource readDataSource(StoreContext context, @Nullable String configured) {
		if (configured == null) {
			return null;
		}
		List<String> names = this.beans.dataSources();
		if (!names.contains(configured)) {
			throw JpaFailures.unknownBean(context, "read-data-source", configured, "DataSource", names);
		}
		return this.beans.dataSource(configured);
	}

}
