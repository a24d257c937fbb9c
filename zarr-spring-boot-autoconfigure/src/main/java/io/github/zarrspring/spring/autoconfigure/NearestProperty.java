package io.github.zarrspring.spring.autoconfigure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.spring.autoconfigure.StorePropertyNames.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.Environment;

/**
 * Finds the property that somebody may have meant.
 */
final class NearestProperty {

	/**
	 * How many characters of a variable can be wrong. As it is compared as a whole, more
	 * would find one for any.
	 */
	private static final int MOST = 3;

	private final StorePropertyNames names;

	private final Environment environment;

	private final Node root = new Node();

	private final Map<String, String> ofStores = new HashMap<>();

	private final Map<String, String> others = new HashMap<>();

	NearestProperty(KnownProperties known, StorePropertyNames names, Environment environment) {
		this.names = names;
		this.environment = environment;
		known.names().forEach((name) -> {
			Node node = this.root;
			for (String element : name.split("\\.")) {
				node = node.children.computeIfAbsent(element, (key) -> new Node());
			}
			node.property = true;
			this.others.put(flat(name), name);
			if (name.startsWith(KnownProperties.DEFAULTS + '.')) {
				String below = name.substring(KnownProperties.DEFAULTS.length() + 1);
				this.ofStores.put(flat(below), below);
			}
		});
	}

	private static String flat(String name) {
		return name.replace("-", "").replace(".", "");
	}

	/**
	 * The known property that is nearest to an unknown one, in the form that it has.
	 * @param property the unknown property
	 * @return its name, {@code null} if none is near enough to be meant
	 */
	@Nullable String of(ConfiguredProperty property) {
		return property.variable() ? ofVariable(property) : ofName(property);
	}

	/**
	 * The property of a class that is nearest to one that it does not have.
	 * @param property the unknown property
	 * @param type the class, of which records are looked at
	 * @return its name, {@code null} if none is near enough to be meant
	 */
	static @Nullable String ofType(ConfiguredProperty property, Class<?> type) {
		if (!type.isRecord()) {
			return null;
		}
		String last = property.elements().get(property.elements().size() - 1);
		String nearest = NearestName.of(last,
				Arrays.stream(type.getRecordComponents())
					.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
					.toList());
		return (nearest != null) ? property.name().substring(0, property.name().length() - last.length()) + nearest
				: null;
	}

	private @Nullable String ofName(ConfiguredProperty property) {
		List<String> elements = property.elements();
		String first = elements.get(0);
		String group = this.root.child(first, false);
		if (!KnownProperties.STORES.equals(group) || elements.size() == 1) {
			String name = correct(this.root, elements, false);
			return (name != null) ? KnownProperties.ROOT + '.' + name : null;
		}
		String store = ConfiguredStores.STORES + '.' + elements.get(1);
		if (elements.size() == 2) {
			return store;
		}
		List<String> below = elements.subList(2, elements.size());
		String name = correctOfStore(store, below);
		if (name == null) {
			return first.equals(group) ? null : store + '.' + String.join(".", below);
		}
		return store + '.' + name;
	}

	/**
	 * Correct the name of a property of a store: among those of all stores, and those of
	 * its type, in front of which the type was forgotten.
	 */
	private @Nullable String correctOfStore(String store, List<String> elements) {
		Node defaults = this.root.children.getOrDefault(KnownProperties.DEFAULTS, new Node());
		String type = defaults.child(type(store), true);
		for (boolean exact : new boolean[] { true, false }) {
			String name = correct(defaults, elements, exact);
			if (name != null) {
				return name;
			}
			String ofType = (type != null) ? correct(defaults.children.get(type), elements, exact) : null;
			if (ofType != null) {
				return type + '.' + ofType;
			}
		}
		return null;
	}

	private String type(String store) {
		for (String prefix : new String[] { store, ConfiguredStores.DEFAULTS }) {
			ConfigurationProperty type = PropertyOrigins.find(this.environment, prefix + ".type");
			if (type != null) {
				return String.valueOf(type.getValue());
			}
		}
		return "";
	}

	private static @Nullable String correct(@Nullable Node node, List<String> elements, boolean exact) {
		String child = (node != null) ? node.child(elements.get(0), exact) : null;
		if (node == null || child == null) {
			return null;
		}
		Node next = node.children.get(child);
		if (next == null || next.property || elements.size() == 1) {
			return (next != null && next.property) ? child : null;
		}
		String below = correct(next, elements.subList(1, elements.size()), false);
		return (below != null) ? child + '.' + below : null;
	}

	private @Nullable String ofVariable(ConfiguredProperty property) {
		List<String> path = property.path();
		String first = path.get(0);
		if (NearestName.of(first, List.of(KnownProperties.STORES)) == null || path.size() < 3) {
			String name = NearestName.of(String.join("", path), this.others.keySet(), MOST);
			return (name != null) ? upperCase(this.others.get(name)) : null;
		}
		if (!property.isIn(KnownProperties.STORES)) {
			return variable(path.get(1), path.subList(2, path.size()));
		}
		for (Candidate candidate : this.names.candidates(property)) {
			String name = variable(candidate.store(), candidate.path());
			if (name != null) {
				return name;
			}
		}
		return null;
	}

	/**
	 * The variable for a property of a store.
	 * @param store the name of the store
	 * @param path the name of the property, word by word
	 * @return the name of the variable, {@code null} if there is no such property
	 */
	@Nullable String variable(String store, List<String> path) {
		String name = NearestName.of(String.join("", path), this.ofStores.keySet(), MOST);
		return (name != null) ? upperCase("%s.%s.%s".formatted(KnownProperties.STORES, store, this.ofStores.get(name)))
				: null;
	}

	private static String upperCase(@Nullable String name) {
		return (KnownProperties.ROOT + '.' + name).replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	/**
	 * Properties by the elements of their names.
	 */
	private static final class Node {

		private final Map<String, Node> children = new TreeMap<>();

		private boolean property;

		@Nullable String child(String element, boolean exact) {
			for (String child : this.children.keySet()) {
				if (StoreTypes.isSame(child, element)) {
					return child;
				}
			}
			return exact ? null : NearestName.of(element, this.children.keySet());
		}

	}

}
