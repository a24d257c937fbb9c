package io.github.zarrspring.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.zarrspring.spring.autoconfigure.KnownProperties.Form;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A property below {@code zarr} as it is written somewhere.
 *
 * @param name its name as it is written
 * @param elements its name below {@code zarr}, element by element, as it is written
 * @param path the same in lower case and without dashes and underscores
 * @param variable whether it is written as a variable of the environment
 * @param ambient whether it comes from the environment or the system properties, where
 * others have theirs too
 * @param origin where it stands
 */
record ConfiguredProperty(String name, List<String> elements, List<String> path, boolean variable, boolean ambient,
		Supplier<@Nullable Origin> origin) {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(KnownProperties.ROOT);

	/**
	 * All properties below {@code zarr}, in the order of their names.
	 * @param environment where they are
	 * @return the properties
	 */
	static List<ConfiguredProperty> of(Environment environment) {
		Map<String, ConfiguredProperty> files = new TreeMap<>();
		Map<String, ConfiguredProperty> ambient = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables
					&& isEnvironment(variables.getName())) {
				addVariables(variables, ambient);
			}
			else if (source instanceof IterableConfigurationPropertySource iterable) {
				boolean system = source.getUnderlyingSource() instanceof PropertySource<?> underlying
						&& underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
				iterable.stream().filter(ROOT::isAncestorOf).forEach((name) -> {
					ConfiguredProperty property = of(name, system, () -> origin(iterable, name));
					(system ? ambient : files).putIfAbsent(property.name(), property);
				});
			}
		}
		List<ConfiguredProperty> properties = new ArrayList<>(files.values());
		properties.addAll(ambient.values());
		return properties;
	}

	/**
	 * Spring Boot tells variables from other properties by this too.
	 */
	private static boolean isEnvironment(String source) {
		String environment = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return source.equals(environment) || source.endsWith('-' + environment);
	}

	private static void addVariables(EnumerablePropertySource<?> source, Map<String, ConfiguredProperty> properties) {
		for (String name : source.getPropertyNames()) {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			Supplier<@Nullable Origin> origin = () -> PropertySourceOrigin.get(source, name);
			if (lowerCase.startsWith(KnownProperties.ROOT + '.')) {
				properties.put(name, of(ConfigurationPropertyName.adapt(name, '.'), true, origin));
			}
			else if (lowerCase.startsWith(KnownProperties.ROOT + '_')) {
				List<String> path = Arrays.stream(lowerCase.replace("-", "").split("_"))
					.skip(1)
					.filter((element) -> !element.isEmpty())
					.toList();
				if (!path.isEmpty()) {
					properties.put(name, new ConfiguredProperty(name, path, path, true, true, origin));
				}
			}
		}
	}

	private static ConfiguredProperty of(ConfigurationPropertyName name, boolean ambient,
			Supplier<@Nullable Origin> origin) {
		int count = name.getNumberOfElements();
		StringBuilder written = new StringBuilder(KnownProperties.ROOT);
		for (int i = 1; i < count; i++) {
			String element = name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL);
			boolean plain = !name.isNumericIndex(i) && element.matches("[\\w-]+");
			written.append(plain ? "." + element : "[" + element + "]");
		}
		return new ConfiguredProperty(written.toString(),
				IntStream.range(1, count)
					.mapToObj((i) -> name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL))
					.toList(),
				IntStream.range(1, count)
					.mapToObj((i) -> name.getElement(i, ConfigurationPropertyName.Form.UNIFORM))
					.toList(),
				false, ambient, origin);
	}

	static ConfiguredProperty of(ConfigurationProperty property) {
		return of(property.getName(), false, property::getOrigin);
	}

	private static @Nullable Origin origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return (property != null) ? property.getOrigin() : null;
	}

	Form form() {
		return this.variable ? Form.VARIABLE : Form.NAME;
	}

	/**
	 * Whether it is in a group of properties.
	 * @param group the name of the group, below {@code zarr}
	 * @return whether it is
	 */
	boolean isIn(String group) {
		return this.path.get(0).equals(group);
	}

}
