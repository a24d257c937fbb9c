package io.github.zarrspring.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.zarrspring.spring.autoconfigure.KnownProperties.Form;

/**
 * Finds out which stores there are and which of them a property belongs to. Names of
 * stores that are equal as names of properties are one store, by the name that has
 * dashes. A variable of the environment has none: it belongs to a store that is
 * configured elsewhere if Spring Boot reads it for that, and otherwise to the one that
 * its first word names.
 */
final class StorePropertyNames {

	private final Map<String, String> names = new HashMap<>();

	private final Map<String, String> legacyNames = new HashMap<>();

	private final SortedSet<String> stores = new TreeSet<>();

	private final SortedSet<String> invalid = new TreeSet<>();

	StorePropertyNames(Collection<ConfiguredProperty> properties) {
		Map<String, SortedSet<String>> written = new HashMap<>();
		for (ConfiguredProperty property : properties) {
			if (property.isIn(KnownProperties.STORES) && !property.variable() && property.path().size() > 1) {
				written.computeIfAbsent(property.path().get(1), (name) -> new TreeSet<>(mostDashesFirst()))
					.add(property.elements().get(1));
			}
		}
		written.forEach((uniform, variants) -> variants.stream()
			.filter(StoreNames::isValid)
			.findFirst()
			.ifPresentOrElse((name) -> add(uniform, name), () -> this.invalid.add(variants.first())));
		SortedSet<String> variables = new TreeSet<>();
		for (ConfiguredProperty property : properties) {
			if (property.isIn(KnownProperties.STORES) && property.variable() && property.path().size() > 2
					&& candidates(property).isEmpty()) {
				variables.add(property.path().get(1));
			}
		}
		variables.forEach((name) -> {
			if (StoreNames.isValid(name)) {
				add(name, name);
			}
			else {
				this.invalid.add(name);
			}
		});
	}

	private static Comparator<String> mostDashesFirst() {
		return Comparator.<String>comparingLong((name) -> -name.chars().filter((c) -> c == '-').count())
			.thenComparing(Comparator.naturalOrder());
	}

	private void add(String uniform, String name) {
		this.names.put(uniform, name);
		this.legacyNames.put(name.replace('-', '_').toLowerCase(Locale.ROOT), name);
		this.stores.add(name);
	}

	/**
	 * The stores.
	 * @return their names in order
	 */
	SortedSet<String> stores() {
		return this.stores;
	}

	/**
	 * What stands for a store but is no name of one.
	 * @return the names as they are written, in order
	 */
	SortedSet<String> invalid() {
		return this.invalid;
	}

	/**
	 * What a property below {@code zarr.stores} can be.
	 * @param property the property
	 * @return each store that it can belong to, with its name there
	 */
	List<Candidate> candidates(ConfiguredProperty property) {
		List<String> path = property.path();
		List<Candidate> candidates = new ArrayList<>();
		String first = (path.size() > 1) ? this.names.get(path.get(1)) : null;
		if (first != null && (!property.variable() || path.size() > 2)) {
			Form form = first.equals(path.get(1)) ? property.form() : Form.NAME;
			candidates.add(new Candidate(first, path.subList(2, path.size()), form));
		}
		for (int end = 3; property.variable() && end < path.size(); end++) {
			String store = this.legacyNames.get(String.join("_", path.subList(1, end)));
			if (store != null) {
				candidates.add(new Candidate(store, path.subList(end, path.size()), Form.LEGACY_VARIABLE));
			}
		}
		return candidates;
	}

	/**
	 * What a property can be.
	 *
	 * @param store the store
	 * @param path the name of the property below it
	 * @param form how that is written
	 */
	record Candidate(String store, List<String> path, Form form) {
	}

}
