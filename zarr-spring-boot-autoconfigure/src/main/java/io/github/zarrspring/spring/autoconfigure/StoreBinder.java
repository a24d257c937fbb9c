package io.github.zarrspring.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Binds the properties of stores, with those of {@code zarr.defaults} where a store says
 * nothing.
 */
class StoreBinder {

	private final ApplicationContext context;

	private @Nullable SortedSet<String> names;

	StoreBinder(ApplicationContext context) {
		this.context = context;
	}

	Environment environment() {
		return this.context.getEnvironment();
	}

	/**
	 * The names of the stores that are configured. They are found out once: it takes the
	 * properties of all stores, and each store asks whether it is one of them.
	 * @return the names in order
	 */
	synchronized SortedSet<String> names() {
		if (this.names == null) {
			this.names = Collections.unmodifiableSortedSet(ConfiguredStores.names(environment()));
		}
		return this.names;
	}

	/**
	 * What all types of stores have in common.
	 * @param store the name of the store
	 * @return its properties
	 */
	StoreProperties properties(String store) {
		return binder(name(store)).bindOrCreate(name(store), Bindable.of(StoreProperties.class), BindHandler.DEFAULT);
	}

	/**
	 * The properties of a type. A misspelt one must not pass unnoticed: the store would
	 * be another one than the one that was meant.
	 * @param store the name of the store
	 * @param type the type of the store
	 * @param target what to bind to
	 * @param <P> what to bind to
	 * @return the properties
	 */
	<P> P bind(String store, String type, Class<P> target) {
		BindHandler handler = (target.getEnclosingClass() == StoreProperties.class) ? new StoreValuesHandler(store)
				: BindHandler.DEFAULT;
		handler = new NoUnboundElementsBindHandler(handler, new UnboundElementsSourceFilter());
		if (target.isAnnotationPresent(Validated.class) && isValidationPresent()) {
			handler = JakartaValidation.handler(handler, this.context);
		}
		try {
			return binder(name(store)).bindOrCreate(name(store).append(type), Bindable.of(target), handler);
		}
		catch (BindException ex) {
			throw failure(ex, target);
		}
	}

	/**
	 * Spring Boot shows the values of properties that it does not know, and a misspelt
	 * secret is still one.
	 */
	private RuntimeException failure(BindException ex, Class<?> target) {
		if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
			List<ConfiguredProperty> unknown = unbound.getUnboundProperties()
				.stream()
				.map(ConfiguredProperty::of)
				.toList();
			return UnknownProperties.failure(environment(), unknown, target);
		}
		return (ex.getCause() instanceof StoreConfigurationException failure) ? failure : ex;
	}

	private boolean isValidationPresent() {
		return ClassUtils.isPresent("jakarta.validation.Validator", this.context.getClassLoader());
	}

	private static ConfigurationPropertyName name(String store) {
		return ConfigurationPropertyName.of(ConfiguredStores.STORES).append(store);
	}

	private Binder binder(ConfigurationPropertyName store) {
		ConfigurationPropertyName defaults = ConfigurationPropertyName.of(ConfiguredStores.DEFAULTS);
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		ConfigurationPropertySources.get(environment()).forEach(sources::add);
		sources.addAll(sources.stream().map((source) -> new RebasedPropertySource(source, defaults, store)).toList());
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment()));
	}

	/**
	 * Loaded only if there is Jakarta Validation.
	 */
	private static final class JakartaValidation {

		static BindHandler handler(BindHandler parent, ApplicationContext context) {
			return new ValidationBindHandler(parent, new StorePropertiesValidator(context));
		}

	}

}
