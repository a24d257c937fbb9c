package io.github.zarrspring.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * The properties below {@code zarr} that the configuration metadata on the class path
 * name: those of this library, and of all others that say what they have. Names are
 * compared as Spring Boot compares them. A variable of the environment has underscores
 * for dots, and either none or underscores for dashes.
 */
final class KnownProperties {

	static final String ROOT = "zarr";

	static final String STORES = "stores";

	static final String DEFAULTS = "defaults";

	static final List<String> LOCATIONS = List.of("META-INF/spring-configuration-metadata.json",
			"META-INF/additional-spring-configuration-metadata.json");

	/**
	 * Types whose values have nothing below them. Of what an unknown library has, an
	 * object may.
	 */
	private static final List<String> SIMPLE = List.of("java.lang.", "java.math.", "java.net.", "java.nio.",
			"java.time.", "org.springframework.core.io.", "org.springframework.util.unit.", "io.github.zarrspring.");

	private static final Map<ClassLoader, KnownProperties> CACHE = new ConcurrentReferenceHashMap<>();

	private final Map<String, Known> names = new HashMap<>();

	private final Map<String, Known> legacyNames = new HashMap<>();

	private final Set<String> groups = new HashSet<>();

	KnownProperties(Map<String, String> types) {
		types.forEach((name, type) -> add(name.substring(ROOT.length() + 1), type));
	}

	private void add(String name, String type) {
		Known known = new Known(name, !name.equals(STORES) && isOpen(type));
		this.names.put(uniform(name), known);
		this.legacyNames.put(name.replace('-', '.'), known);
		for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
			this.groups.add(uniform(name.substring(0, dot)));
		}
	}

	private static boolean isOpen(String type) {
		return type.contains("[]") || (type.indexOf('.') > 0 && SIMPLE.stream().noneMatch(type::startsWith));
	}

	private static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * The properties that the class path of the application has, read once.
	 * @return the properties
	 */
	static KnownProperties get() {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		return CACHE.computeIfAbsent((classLoader != null) ? classLoader : KnownProperties.class.getClassLoader(),
				KnownProperties::load);
	}

	private static KnownProperties load(ClassLoader classLoader) {
		Map<String, String> types = new HashMap<>();
		Set<String> jars = new HashSet<>();
		try {
			for (String location : LOCATIONS) {
				for (URL url : Collections.list(classLoader.getResources(location))) {
					String jar = url.toString().substring(0, url.toString().length() - location.length());
					// The annotation processor has merged the additional metadata
					// already.
					if (!isSpringBoot(jar) && jars.add(jar)) {
						read(url, types);
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new KnownProperties(types);
	}

	/**
	 * The libraries of Spring Boot have most of the metadata, and none about stores.
	 */
	private static boolean isSpringBoot(String jar) {
		String name = jar.substring(jar.lastIndexOf('/', jar.length() - 2) + 1);
		return name.startsWith("spring-boot-") && name.endsWith("-" + SpringBootVersion.getVersion() + ".jar!/");
	}

	private static void read(URL url, Map<String, String> types) throws IOException {
		try (InputStream stream = url.openStream()) {
			String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			if (json.contains('"' + ROOT + '.')) {
				new MetadataScanner(json).scan((name, type) -> {
					if (name.startsWith(ROOT + '.')) {
						types.put(name, type);
					}
				});
			}
		}
	}

	/**
	 * Whether the metadata of this library are there. They are not where all libraries
	 * were merged into one file and only the metadata of one were kept.
	 */
	boolean isComplete() {
		return this.names.containsKey(STORES);
	}

	/**
	 * Whether there is a property.
	 * @param path its name below {@code zarr}, in lower case and without dashes
	 * @param form how it is written
	 * @return whether it is known, or can be below one that is
	 */
	boolean contains(List<String> path, Form form) {
		String name = String.join(".", path);
		for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
			String ancestor = name.substring(0, end);
			Known known = (form != Form.LEGACY_VARIABLE) ? this.names.get(ancestor) : null;
			if (known == null && form != Form.NAME) {
				known = this.legacyNames.get(ancestor);
			}
			if (known != null) {
				return known.open() || end == name.length();
			}
		}
		return this.groups.contains(name);
	}

	/**
	 * Whether stores have a property.
	 * @param path its name below the store, in lower case and without dashes
	 * @param form how it is written
	 * @return whether it is known
	 */
	boolean containsForStore(List<String> path, Form form) {
		List<String> name = new ArrayList<>(path.size() + 1);
		name.add(DEFAULTS);
		name.addAll(path);
		return contains(name, form);
	}

	/**
	 * Whether stores have a group of properties.
	 * @param name its name
	 * @return whether there is a property in it
	 */
	boolean hasGroup(String name) {
		return this.groups.contains(DEFAULTS + '.' + uniform(name));
	}

	/**
	 * The names of all properties below {@code zarr}.
	 */
	Collection<String> names() {
		return this.names.values().stream().map(Known::name).sorted().toList();
	}

	/**
	 * How the name of a property is written.
	 */
	enum Form {

		/**
		 * As a name, or as a variable without the dashes.
		 */
		NAME,

		/**
		 * As a variable with underscores for dashes.
		 */
		LEGACY_VARIABLE,

		/**
		 * As a variable of either kind.
		 */
		VARIABLE

	}

	/**
	 * A property.
	 *
	 * @param name its name below {@code zarr}
	 * @param open whether anything can be below it, as below a map
	 */
	private record Known(String name, boolean open) {
	}

}
