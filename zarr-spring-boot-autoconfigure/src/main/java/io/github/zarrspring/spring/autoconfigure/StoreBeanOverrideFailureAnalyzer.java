package io.github.zarrspring.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports that a bean of the application has the name that a bean of a configured store
 * is to have. Spring Boot's own report, which comes later, advises to enable overriding.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreBeanOverrideFailureAnalyzer extends AbstractFailureAnalyzer<BeanDefinitionOverrideException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanDefinitionOverrideException cause) {
		String store = StoreBeans.configuredStore(cause.getBeanDefinition());
		if (store == null) {
			return null;
		}
		String origin = cause.getExistingDefinition().getResourceDescription();
		StoreConfigurationException failure = StoreFailures.duplicate(store,
				"property " + StoreBeans.description(store),
				"bean '%s'%s".formatted(cause.getBeanName(), (origin != null) ? " defined in " + origin : ""));
		return new FailureAnalysis(failure.getDescription(), failure.getAction(), cause);
	}

}
