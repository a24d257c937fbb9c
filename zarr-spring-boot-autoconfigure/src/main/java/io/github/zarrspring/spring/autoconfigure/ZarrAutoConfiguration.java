package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.CodecFactory;
import io.github.zarrspring.dtype.DataTypeFactory;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.ZarrExceptionTranslator;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of Zarr stores: two beans for each store under {@code zarr.stores},
 * a template for each {@code StorageBackend} bean of the application, and what they need.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZarrProperties.class)
@Import(ZarrStoreRegistrar.class)
@ImportRuntimeHints(ConfigurationMetadataHints.class)
public final class ZarrAutoConfiguration {

	@Bean
	static StoreBeansPostProcessor zarrStoreBeansPostProcessor(Environment environment) {
		return new StoreBeansPostProcessor(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	ZarrEngine zarrEngine(ZarrProperties properties, ObjectProvider<CodecFactory> codecFactories,
			ObjectProvider<DataTypeFactory> dataTypeFactories, Environment environment) {
		return EngineFactory.create(properties, codecFactories.orderedStream().toList(),
				dataTypeFactories.orderedStream().toList(), environment);
	}

	@Bean
	ConcurrentMapBackendFactory zarrConcurrentMapBackendFactory() {
		return new ConcurrentMapBackendFactory();
	}

	@Bean
	FilesystemBackendFactory zarrFilesystemBackendFactory(Environment environment) {
		return new FilesystemBackendFactory(environment);
	}

	@Bean
	ZipBackendFactory zarrZipBackendFactory(Environment environment) {
		return new ZipBackendFactory(environment);
	}

	@Bean
	StoreTypes zarrStoreTypes(ApplicationContext context, ObjectProvider<StorageBackendFactory> factories,
			ObjectProvider<StoreTypeRequirement> requirements) {
		return new StoreTypes(context.getEnvironment(), factories, requirements, context.getClassLoader());
	}

	@Bean
	AccessDecorator zarrAccessDecorator(ApplicationContext context) {
		return new AccessDecorator(new StoreBinder(context));
	}

	@Bean
	StoreDecorators zarrStoreDecorators(ObjectProvider<StorageBackendDecorator> decorators) {
		return new StoreDecorators(decorators);
	}

	@Bean
	StoreContexts zarrStoreContexts(ApplicationContext context) {
		return new StoreContexts(new StoreBinder(context));
	}

	@Bean
	StoreCreator zarrStoreCreator(ApplicationContext context, StoreTypes types, StoreDecorators decorators) {
		return new StoreCreator(new StoreBinder(context), types, decorators);
	}

	@Bean
	BeanBackendRegistry zarrBackendRegistry(ConfigurableListableBeanFactory beanFactory, StoreCreator creator,
			StoreTypes types, StoreDecorators decorators, AccessDecorator accesses) {
		return new BeanBackendRegistry(beanFactory, creator, types, decorators, accesses);
	}

	@Bean
	ZarrTemplates zarrTemplates(ZarrEngine engine, BackendRegistry registry, StoreDecorators decorators,
			BeanFactory beanFactory) {
		ZarrTemplates templates = new ZarrTemplates(engine, registry, decorators, beanFactory);
		if (registry instanceof BeanBackendRegistry stores) {
			stores.onUnregister(templates::forget);
		}
		return templates;
	}

	@Bean
	@ConditionalOnMissingBean
	ZarrExceptionTranslator zarrExceptionTranslator() {
		return new ZarrExceptionTranslator();
	}

}
