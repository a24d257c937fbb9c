package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.autoconfigure.StoreBeans.StoreBean;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * The texts of what can be wrong with configured stores: the property, its value, where
 * it stands, and what to do.
 */
final class StoreFailures {

	private static final String RULE = "lower-case letters, digits and dashes, a letter first";

	private StoreFailures() {
	}

	static StoreConfigurationException invalidName(Environment environment, String name) {
		ConfigurationProperty property = PropertyOrigins.findBelowStore(environment, name);
		return invalidName(name, (property != null) ? property.getOrigin() : null);
	}

	static StoreConfigurationException invalidName(String name, @Nullable Origin origin) {
		Text text = new Text("The name of a store is not valid:").line("Name", quoted(name)).origin(origin);
		text.line("Reason", "store names have " + RULE);
		String valid = StoreNames.dashed(name);
		return text.failure("Rename the store%s.".formatted(valid.isEmpty() ? "" : ", for example to '" + valid + "'"));
	}

	static StoreConfigurationException noStoreOfVariable(ConfiguredProperty variable, List<String> words,
			@Nullable String name) {
		String store = String.join("-", words);
		return new Text("An environment variable belongs to no store:").line("Variable", variable.name())
			.origin(variable.origin().get())
			.line("Reason", "the environment alone can only name stores without dashes")
			.failure("%sonfigure the store '%s' in a file too, such as 'zarr.stores.%s.type'.".formatted(
					(name != null) ? "Write '%s' for a store '%s', or c".formatted(name, String.join("", words)) : "C",
					store, store));
	}

	static StoreConfigurationException noProperties(ConfiguredProperty property) {
		return new Text("Store '%s' has no properties:".formatted(property.elements().get(1)))
			.line("Property", property.name())
			.origin(property.origin().get())
			.failure("Set '%s.type', and remove the value of '%s'.".formatted(property.name(), property.name()));
	}

	static StoreConfigurationException unknownProperties(List<ConfiguredProperty> properties,
			Function<ConfiguredProperty, @Nullable String> nearest) {
		boolean one = properties.size() == 1;
		Text text = new Text(
				one ? "A property of Zarr stores is not known:" : "Properties of Zarr stores are not known:");
		String action = one ? "Correct the name of the property, or remove it."
				: "Correct the names of the properties, or remove them.";
		boolean own = false;
		for (int i = 0; i < properties.size(); i++) {
			ConfiguredProperty property = properties.get(i);
			if (i > 0) {
				text.next();
			}
			// Values are not shown: a misspelt secret is still one.
			text.line("Property", property.name()).origin(property.origin().get());
			String name = nearest.apply(property);
			if (name != null) {
				text.line("Nearest", name);
				action = one ? "Set '%s' instead of '%s', or remove it.".formatted(name, property.name()) : action;
			}
			own |= name == null;
		}
		return text.failure(own ? action + " Properties of your own have to be named in the configuration metadata: "
				+ "META-INF/additional-spring-configuration-metadata.json." : action);
	}

	static StoreConfigurationException invalidBeanName(String bean) {
		return new Text("The name of a StorageBackend bean gives no name for its store:").line("Bean", quoted(bean))
			.line("Reason", "store names have " + RULE)
			.failure("Rename the bean, for example to 'lakeStorageBackend' for the store 'lake'.");
	}

	static StoreConfigurationException duplicate(StoreBean store, StoreBean other) {
		return duplicate(store.store(), store.toString(), other.toString());
	}

	static StoreConfigurationException duplicate(String store, String origin, String otherOrigin) {
		return new Text("There are two stores of the name '%s':".formatted(store)).line("First", origin)
			.line("Second", otherOrigin)
			.failure("Rename one of them: a StorageBackend bean is a store under the name of the bean without "
					+ "'StorageBackend' at its end, with dashes between words.");
	}

	static StoreConfigurationException unknownDefaultStore(Environment environment, String name,
			Collection<String> stores) {
		String nearest = NearestName.of(name, stores);
		return property(environment, "The default store does not exist:", ConfiguredStores.DEFAULT_STORE, name)
			.line("Stores", String.join(", ", stores))
			.failure("%s, or configure a store under 'zarr.stores.%s'."
				.formatted((nearest != null) ? "Set 'zarr.default-store' to '%s'".formatted(nearest)
						: "Set 'zarr.default-store' to one of the stores", name));
	}

	static StoreConfigurationException twoDefaults(Environment environment, String name, StoreBean primary) {
		return property(environment, "There are two default stores:", ConfiguredStores.DEFAULT_STORE, name)
			.line("Primary", primary.toString())
			.failure("Remove 'zarr.default-store', or @Primary from the bean.");
	}

	static StoreConfigurationException missingType(Environment environment, String store, Set<String> types) {
		String property = ConfiguredStores.STORES + '.' + store + ".type";
		return new Text("Store '%s' has no type:".formatted(store)).line("Property", property)
			.origin(PropertyOrigins.findBelowStore(environment, store))
			.line("Known types", String.join(", ", types))
			.failure("Set '%s' to one of the known types, or 'zarr.defaults.type' for all stores.".formatted(property));
	}

	static StoreConfigurationException unknownType(Environment environment, String store, String type,
			Set<String> types, @Nullable String nearest, @Nullable String dependency) {
		Text text = storeProperty(environment, "Store '%s' has a type that is not known:".formatted(store), store,
				"type", type);
		String what = (nearest != null) ? "'" + nearest + "'" : "one of the known types";
		if (dependency != null) {
			what += " and add the dependency '%s' to the application".formatted(dependency);
		}
		return text.line("Known types", String.join(", ", types))
			.failure("Set '%s' to %s, or declare a StorageBackendFactory bean of the type '%s'."
				.formatted(text.property(), what, type));
	}

	static StoreConfigurationException missingLibrary(Environment environment, String store, String type,
			StoreTypeRequirement requirement, Set<String> types) {
		Text text = storeProperty(environment, "Store '%s' has a type whose library is missing:".formatted(store),
				store, "type", type);
		return text.line("Missing class", requirement.className())
			.failure("Add the dependency '%s' to the application, or set '%s' to a type that needs none: %s."
				.formatted(requirement.dependency(), text.property(), String.join(", ", types)));
	}

	static StoreConfigurationException noHistory(Environment environment, String type, String store, int depth,
			Collection<String> types) {
		Text text = storeProperty(environment, "Store '%s' cannot keep a history:".formatted(store), store,
				"history.depth", String.valueOf(depth));
		return text
			.line("Reason",
					(depth < 0) ? "it is less than 0"
							: "stores of the type '%s' have other writers too, whose values would be missing"
								.formatted(type))
			.failure("Set '%s.%s.history.depth' to 0, or use a store of a type that has a history: %s."
				.formatted(ConfiguredStores.STORES, store, String.join(", ", types)));
	}

	static StoreConfigurationException disabled(String where, Class<?> type, ConfigurationProperty enabled) {
		return new Text(
				"%s required a bean of type '%s', but Zarr stores are turned off:".formatted(where, type.getName()))
			.line("Property", enabled.getName().toString())
			.line("Value", quoted(String.valueOf(enabled.getValue())))
			.origin(enabled)
			.failure("Remove '%s' or set it to true, or let the bean be optional, such as ObjectProvider<%s>."
				.formatted(enabled.getName(), type.getSimpleName()));
	}

	static StoreConfigurationException homeOfShell(String store, ConfigurationProperty property, String path) {
		String name = property.getName().toString();
		return new Text("A path of store '%s' cannot be used:".formatted(store)).line("Property", name)
			.line("Value", quoted(path))
			.origin(property)
			.line("Reason", "only a shell takes '~' for the home directory")
			.failure("Set '%s' to '${user.home}%s', or to another path.".formatted(name, path.substring(1)));
	}

	static StoreConfigurationException unresolved(String store, ConfigurationProperty property, String value,
			String placeholder, boolean secret) {
		Text text = new Text("A property of store '%s' has a placeholder without a value:".formatted(store))
			.line("Property", property.getName().toString());
		if (!secret) {
			text.line("Value", quoted(value));
		}
		return text.origin(property)
			.failure("Set '%s' as a property or environment variable, or give the placeholder a default: '${%s:...}'."
				.formatted(placeholder, placeholder));
	}

	static StoreConfigurationException missingDirectory(Environment environment, StoreContext context) {
		String property = context.propertyName("path");
		return new Text("Store '%s' has no directory:".formatted(context.name())).line("Property", property)
			.origin(PropertyOrigins.findBelowStore(environment, context.name()))
			.failure("Set '%s' to the directory that the store is in or shall be made in.".formatted(property));
	}

	static StoreConfigurationException notAPath(Environment environment, String store, String path, String reason) {
		Text text = directory(environment, store, path).line("Reason", reason);
		return text.failure("Set '%s' to the path of a directory.".formatted(text.property()));
	}

	static StoreConfigurationException notADirectory(Environment environment, String store, String path, Path file) {
		Text text = directory(environment, store, path).line("Reason", "'%s' is a file".formatted(file));
		return text.failure("Set '%s' to a directory, or remove the file.".formatted(text.property()));
	}

	static StoreConfigurationException notWritable(Environment environment, String store, String path, Path directory) {
		Text text = directory(environment, store, path).line("Reason",
				"'%s' is not writable for user '%s'".formatted(directory, System.getProperty("user.name")));
		return text.failure("Make the directory writable, set '%s' to another one, or set '%s.%s.read-only' to true "
			.formatted(text.property(), ConfiguredStores.STORES, store) + "if the store is to be read only.");
	}

	static StoreConfigurationException missingArchive(Environment environment, StoreContext context) {
		String property = context.propertyName("path");
		return new Text("Store '%s' has no archive:".formatted(context.name())).line("Property", property)
			.origin(PropertyOrigins.findBelowStore(environment, context.name()))
			.failure("Set '%s' to the zip archive that the store is in or shall be made in.".formatted(property));
	}

	static StoreConfigurationException notAnArchive(Environment environment, String store, String path, String reason) {
		Text text = archive(environment, store, path, reason);
		return text.failure("Set '%s' to the path of a zip archive.".formatted(text.property()));
	}

	static StoreConfigurationException archiveNotOpened(Environment environment, String store, String path,
			ZarrException cause) {
		Text text = archive(environment, store, path, cause.getReason());
		String action = (cause instanceof CorruptDataException)
				? "Restore the archive from a copy, set '%s' to another one, or move the file away to start empty."
				: "Make the archive readable for user '" + System.getProperty("user.name")
						+ "', or set '%s' to another one.";
		return text.failure(String.format(Locale.ROOT, action, text.property()), cause);
	}

	private static Text archive(Environment environment, String store, String path, String reason) {
		return storeProperty(environment, "The archive of store '%s' cannot be used:".formatted(store), store,
				ZipBackendFactory.TYPE + ".path", path)
			.line("Reason", reason);
	}

	private static Text directory(Environment environment, String store, String path) {
		return storeProperty(environment, "The directory of store '%s' cannot be used:".formatted(store), store,
				FilesystemBackendFactory.TYPE + ".path", path);
	}

	/**
	 * A failure of a property of a store, which may stand among the defaults.
	 */
	private static Text storeProperty(Environment environment, String what, String store, String key, String value) {
		String name = "%s.%s.%s".formatted(ConfiguredStores.STORES, store, key);
		if (PropertyOrigins.find(environment, name) == null) {
			String otherwise = ConfiguredStores.DEFAULTS + '.' + key;
			name = (PropertyOrigins.find(environment, otherwise) != null) ? otherwise : name;
		}
		return property(environment, what, name, value);
	}

	private static Text property(Environment environment, String what, String name, String value) {
		return new Text(what, name).line("Property", name)
			.line("Value", quoted(value))
			.origin(PropertyOrigins.find(environment, name));
	}

	private static String quoted(String value) {
		return '"' + value + '"';
	}

	/**
	 * A description in the form that Spring Boot gives its own.
	 */
	private static final class Text {

		private final StringBuilder text;

		private final String property;

		Text(String what) {
			this(what, "");
		}

		Text(String what, String property) {
			this.text = new StringBuilder(what).append("%n".formatted());
			this.property = property;
		}

		String property() {
			return this.property;
		}

		Text line(String name, String value) {
			this.text.append("%n    %s: %s".formatted(name, value));
			return this;
		}

		Text next() {
			this.text.append("%n".formatted());
			return this;
		}

		Text origin(@Nullable ConfigurationProperty property) {
			return origin((property != null) ? property.getOrigin() : null);
		}

		Text origin(@Nullable Origin origin) {
			return (origin != null) ? line("Origin", origin.toString()) : this;
		}

		StoreConfigurationException failure(String action) {
			return failure(action, null);
		}

		StoreConfigurationException failure(String action, @Nullable Throwable cause) {
			return new StoreConfigurationException(this.text.toString(), action, cause);
		}

	}

}
