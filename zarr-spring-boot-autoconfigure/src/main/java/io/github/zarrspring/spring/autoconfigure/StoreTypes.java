package io.github.zarrspring.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.zarrspring.spring.autoconfigure.KnownProperties.Form;
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
	 * The types that there are, or would be with their libraries.
	 * @return the types in order
	 */
	Set<String> knownNames() {
		Set<String> names = new TreeSet<>(names());
		missing().map(StoreTypeRequirement::type).forEach(names::add);
		return names;
	}

	private Stream<StoreTypeRequirement> missing() {
		return this.requirements.orderedStream()
			.filter((requirement) -> !ClassUtils.isPresent(requirement.className(), this.classLoader));
	}

	/**
	 * Whether a type that the application adds can have a property. What it has it knows
	 * alone, and refuses what it does not, unless the configuration metadata say.
	 * @param path the name of the property below a store, in lower case and without
	 * dashes
	 * @param form how it is written
	 * @param known what the configuration metadata say
	 * @return whether it can be one of a type
	 */
	boolean hasProperty(List<String> path, Form form, KnownProperties known) {
		return names().stream()
			.filter((type) -> isReplaced(type) || !(isBuiltIn(type) || known.hasGroup(type)))
			.anyMatch((type) -> isBelow(path, type, form));
	}

	private static boolean isBelow(List<String> path, String type, Form form) {
		String name = String.join(".", path) + '.';
		return (form != Form.LEGACY_VARIABLE && name.startsWith(uniform(type) + '.'))
				|| (form != Form.NAME && name.startsWith(type.toLowerCase(Locale.ROOT).replace('-', '.') + '.'));
	}

	private static boolean isBuiltIn(String type) {
		return Arrays.stream(StoreProperties.class.getRecordComponents())
			.anyMatch((component) -> isSame(component.getName(), type));
	}

	private boolean isReplaced(String type) {
		return isBuiltIn(type) && (this.factories.stream().filter((factory) -> isSame(factory.type(), type)).count() > 1
				|| missing().anyMatch((requirement) -> isSame(requirement.type(), type)));
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
			throw StoreFailures.missingType(this.environment, store, knownNames());
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
		return missing().filter((requirement) -> isSame(requirement.type(), type))
			.findFirst()
			.map((requirement) -> StoreFailures.missingLibrary(this.environment, store, type, requirement, names()))
			.orElseGet(() -> unknown(store, type));
	}

	private StoreConfigurationException unknown(String store, String type) {
		Set<String> known = knownNames();
		String nearest = NearestName.of(type, known);
		String dependency = missing().filter((requirement) -> requirement.type().equals(nearest))
			.map(StoreTypeRequirement::dependency)
			.findFirst()
			.orElse(null);
		return StoreFailures.unknownType(this.environment, store, type, known, nearest, dependency);
	}

	static boolean isSame(String type, String other) {
		return uniform(type).equals(uniform(other));
	}

	private static String uniform(String type) {
		return type.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
	}

}
