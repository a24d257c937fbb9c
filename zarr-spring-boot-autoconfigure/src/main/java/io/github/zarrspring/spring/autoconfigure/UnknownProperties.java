package io.github.zarrspring.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.zarrspring.spring.autoconfigure.KnownProperties.Form;
import io.github.zarrspring.spring.autoconfigure.StorePropertyNames.Candidate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Refuses properties that nothing reads: a store that is private but for a typing error
 * would be public. Those of stores are looked at when the types of stores are known, as
 * types that the application adds have properties of their own.
 */
final class UnknownProperties {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	/**
	 * Groups that only stores of this library have. Other variables that begin with
	 * {@code ZARR_} may be those of other tools.
	 */
	private static final Set<String> OURS = Set.of(KnownProperties.STORES, "store", KnownProperties.DEFAULTS, "limits");

	private final Environment environment;

	private final List<ConfiguredProperty> properties;

	private final StorePropertyNames names;

	private final KnownProperties known;

	private UnknownProperties(Environment environment, List<ConfiguredProperty> properties) {
		this.environment = environment;
		this.properties = properties;
		this.names = new StorePropertyNames(properties);
		this.known = KnownProperties.get();
	}

	/**
	 * Refuse what can be told before there are any beans: properties that are not about
	 * stores, and names of stores.
	 * @param environment where the properties are
	 * @throws StoreConfigurationException if there are any
	 */
	static void refuse(Environment environment) {
		List<ConfiguredProperty> properties = ConfiguredProperty.of(environment);
		if (properties.isEmpty()) {
			return;
		}
		UnknownProperties unknown = new UnknownProperties(environment, properties);
		if (unknown.known.isComplete()) {
			unknown.refuseGeneral();
			unknown.refuseNames();
		}
		else {
			logger.warn("Names of properties are not checked: the configuration metadata of Zarr for Spring, "
					+ "META-INF/spring-configuration-metadata.json, are not on the class path");
		}
	}

	/**
	 * Refuse properties of stores.
	 * @param environment where the properties are
	 * @param types the types of stores
	 * @throws StoreConfigurationException if there are any
	 */
	static void refuse(Environment environment, StoreTypes types) {
		List<ConfiguredProperty> properties = ConfiguredProperty.of(environment);
		UnknownProperties unknown = new UnknownProperties(environment, properties);
		if (unknown.known.isComplete()) {
			unknown.refuseOfStores(types);
		}
	}

	private void refuseGeneral() {
		List<ConfiguredProperty> unknown = this.properties.stream()
			.filter((property) -> !property.isIn(KnownProperties.STORES) && !property.isIn(KnownProperties.DEFAULTS))
			.filter((property) -> !this.known.contains(property.path(), property.form()))
			.toList();
		List<ConfiguredProperty> refused = unknown.stream()
			.filter((property) -> !property.ambient() || OURS.contains(property.path().get(0)))
			.toList();
		if (!refused.isEmpty()) {
			throw failure(refused);
		}
		if (!unknown.isEmpty()) {
			NearestProperty nearest = nearest();
			logger.warn("Not properties of Zarr stores, and not used: " + unknown.stream().map((property) -> {
				String name = nearest.of(property);
				return (name != null) ? "%s (%s?)".formatted(property.name(), name) : property.name();
			}).collect(Collectors.joining(", ")));
		}
	}

	private void refuseNames() {
		for (ConfiguredProperty property : this.properties) {
			if (property.isIn(KnownProperties.STORES)) {
				if (property.variable()) {
					refuseNameWithDashes(property);
				}
				else {
					refuseValue(property);
					refuseNameWithDot(property);
				}
			}
		}
	}

	/**
	 * {@code ZARR_STORES_MY_LAKE_TYPE} where there is no store {@code my-lake}.
	 */
	private void refuseNameWithDashes(ConfiguredProperty property) {
		List<String> path = property.path();
		List<Candidate> candidates = this.names.candidates(property);
		if (candidates.stream().anyMatch(this::isKnown) || candidates.stream().anyMatch(this::isOtherwiseConfigured)) {
			return;
		}
		for (int end = 3; end < path.size(); end++) {
			List<String> below = path.subList(end, path.size());
			if (this.known.containsForStore(below, Form.VARIABLE)) {
				throw StoreFailures.noStoreOfVariable(property, path.subList(1, end),
						nearest().variable(String.join("", path.subList(1, end)), below));
			}
		}
	}

	private boolean isOtherwiseConfigured(Candidate candidate) {
		return this.properties.stream()
			.filter((property) -> property.isIn(KnownProperties.STORES))
			.flatMap((property) -> this.names.candidates(property).stream())
			.anyMatch((other) -> other.store().equals(candidate.store()) && !other.path().isEmpty() && isKnown(other));
	}

	/**
	 * {@code zarr.stores.lake.one.type} where nothing is said of a store {@code lake}.
	 */
	private void refuseNameWithDot(ConfiguredProperty property) {
		for (Candidate candidate : this.names.candidates(property)) {
			List<String> path = candidate.path();
			if (path.size() > 1 && !isKnown(candidate)
					&& this.known.containsForStore(path.subList(1, path.size()), candidate.form())
					&& !isOtherwiseConfigured(candidate) && !StoreTypes.isSame(path.get(0), defaultType())) {
				throw StoreFailures.invalidName(
						candidate.store() + '.' + property.elements().get(property.elements().size() - path.size()),
						property.origin().get());
			}
		}
	}

	/**
	 * {@code zarr.stores.lake: filesystem}.
	 */
	private void refuseValue(ConfiguredProperty property) {
		for (Candidate candidate : this.names.candidates(property)) {
			if (candidate.path().isEmpty() && (!hasProperties(candidate.store())
					|| StringUtils.hasText(this.environment.getProperty(property.name())))) {
				throw StoreFailures.noProperties(property);
			}
		}
	}

	private String defaultType() {
		return this.environment.getProperty(ConfiguredStores.DEFAULTS + ".type", "");
	}

	private void refuseOfStores(StoreTypes types) {
		List<ConfiguredProperty> refused = new ArrayList<>();
		for (ConfiguredProperty property : this.properties) {
			if (property.isIn(KnownProperties.STORES)) {
				List<Candidate> candidates = this.names.candidates(property);
				if (property.path().size() > 1 && candidates.stream()
					.noneMatch((candidate) -> isKnown(candidate)
							|| types.hasProperty(candidate.path(), candidate.form(), this.known))) {
					refused.add(property);
				}
			}
			else if (property.isIn(KnownProperties.DEFAULTS) && !this.known.contains(property.path(), property.form())
					&& !types.hasProperty(property.path().subList(1, property.path().size()), property.form(),
							this.known)) {
				refused.add(property);
			}
		}
		if (!refused.isEmpty()) {
			throw failure(refused);
		}
	}

	/**
	 * A store with no properties of its own has those of the defaults.
	 */
	private boolean hasProperties(String store) {
		return this.properties.stream()
			.anyMatch((property) -> (property.isIn(KnownProperties.DEFAULTS) && property.path().size() > 1)
					|| (property.isIn(KnownProperties.STORES) && this.names.candidates(property)
						.stream()
						.anyMatch((other) -> other.store().equals(store) && !other.path().isEmpty())));
	}

	private boolean isKnown(Candidate candidate) {
		return candidate.path().isEmpty() || this.known.containsForStore(candidate.path(), candidate.form());
	}

	private NearestProperty nearest() {
		return new NearestProperty(this.known, this.names, this.environment);
	}

	private StoreConfigurationException failure(List<ConfiguredProperty> refused) {
		NearestProperty nearest = nearest();
		return StoreFailures.unknownProperties(refused, nearest::of);
	}

	/**
	 * What the properties are refused for that a type of stores does not have.
	 * @param environment where the properties are
	 * @param refused the properties
	 * @param type what the properties of the type are bound to
	 * @return the failure
	 */
	static StoreConfigurationException failure(Environment environment, List<ConfiguredProperty> refused,
			Class<?> type) {
		List<ConfiguredProperty> properties = ConfiguredProperty.of(environment);
		NearestProperty nearest = new UnknownProperties(environment, properties).nearest();
		return StoreFailures.unknownProperties(refused, (property) -> {
			String name = nearest.of(property);
			return (name != null) ? name : NearestProperty.ofType(property, type);
		});
	}

}
