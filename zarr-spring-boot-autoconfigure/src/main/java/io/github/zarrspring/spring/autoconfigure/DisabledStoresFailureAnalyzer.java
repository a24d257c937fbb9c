package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Reports that a store is injected where stores are turned off.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class DisabledStoresFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ENABLED = "zarr.enabled";

	private final Environment environment;

	DisabledStoresFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType resolvable = cause.getResolvableType();
		Class<?> type = (resolvable != null) ? resolvable.resolve() : null;
		ConfigurationProperty property = PropertyOrigins.find(this.environment, ENABLED);
		if (type == null || !isStore(type) || property == null
				|| !"false".equalsIgnoreCase(this.environment.getProperty(ENABLED))) {
			return null;
		}
		StoreConfigurationException failure = StoreFailures
			.disabled((description != null) ? description : "A look-up of " + type.getSimpleName(), type, property);
		return new FailureAnalysis(failure.getDescription(), failure.getAction(), cause);
	}

	private static boolean isStore(Class<?> type) {
		return ZarrOperations.class.isAssignableFrom(type) || type == StorageBackend.class
				|| type == BackendRegistry.class;
	}

}
