package io.github.zarrspring.spring.autoconfigure;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports that a store is injected without saying which, where there are several and none
 * of them is the default.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class AmbiguousStoreFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoUniqueBeanDefinitionException> {

	private final @Nullable ConfigurableListableBeanFactory beanFactory;

	AmbiguousStoreFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		Collection<String> beans = cause.getBeanNamesFound();
		if (type == null || beans == null || this.beanFactory == null || !isStore(type)) {
			return null;
		}
		Set<String> stores = new TreeSet<>();
		StoreBeans.find(this.beanFactory).values().forEach((store) -> {
			if (beans.contains(store.bean()) || beans.contains(StoreNames.templateBean(store.store()))) {
				stores.add(store.store());
			}
		});
		if (stores.size() < 2) {
			return null;
		}
		String text = "%s required the default store, but there are %s stores and none of them is the default: %s"
			.formatted((description != null) ? description : "A look-up of " + type.getSimpleName(), stores.size(),
					String.join(", ", stores));
		String first = stores.iterator().next();
		String action = "Set 'zarr.default-store' to one of them, or say which one is meant: @Qualifier(\"%s\") on the injection point, or store(\"%s\") of ZarrOperations."
			.formatted(first, first);
		return new FailureAnalysis(text, action, cause);
	}

	private static boolean isStore(Class<?> type) {
		return ZarrOperations.class.isAssignableFrom(type) || type == StorageBackend.class;
	}

}
