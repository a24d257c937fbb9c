package io.github.zarrspring.spring.autoconfigure;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finds the factory for the type of a store.
 */
class StoreTypes {

	private final Environment environment;

	private final ObjectProvider<StorageBackendFactory> factories;

	private final ObjectProvider<StoreTypeRequirement> requirements;

	private final @Nullable ClassLoader classLoader;

	StoreTypes(Environment environment, ObjectProvider<StorageBackendFactory> factories,
			ObjectProvider<StoreTypeRequirement> requirements, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.factories = factories;
		this.requirements = requirements;
		this.classLoader = classLoader;
	}

	/**
	 * The types that there are.
	 * @return the types in order
	 */
	Set<String> names() {
		return this.factories.stream().map(StorageBackendFactory::type).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The types that can have a history.
	 * @return the types in order
	 */
	Set<String> namesWithHistory() {
		return this.factories.stream()
			.filter(StorageBackendFactory::supportsHistory)
			.map(StorageBackendFactory::type)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The factory for a store.
	 * @param store the name of the store
	 * @param properties its properties
	 * @return the factory
	 * @throws StoreConfigurationException if there is none
	 */
	StorageBackendFactory factory(String store, StoreProperties properties) {
		String type = properties.type();
		if (type == null || type.isBlank()) {
			throw StoreFailures.missingType(this.environment, store, names());
		}
		return find(type).orElseThrow(() -> notFound(store, type));
	}

	/**
	 * The factory for a type.
	 * @param type the type; case, dashes and underscores do not matter
	 * @return the first factory in order
	 */
	Optional<StorageBackendFactory> find(String type) {
		return this.factories.orderedStream().filter((factory) -> isSame(factory.type(), type)).findFirst();
	}

	private StoreConfigurationException notFound(String store, String type) {
		return this.requirements.orderedStream()
			.filter((requirement) -> isSame(requirement.type(), type))
			.filter((requirement) -> !ClassUtils.isPresent(requirement.className(), this.classLoader))
			.findFirst()
			.map((requirement) -> StoreFailures.missingLibrary(this.environment, store, type, requirement, names()))
			.orElseGet(() -> StoreFailures.unknownType(this.environment, store, type, names()));
	}

	static boolean isSame(String type, String other) {
		return uniform(type).equals(uniform(other));
	}

	private static String uniform(String type) {
		return type.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
	}

}
