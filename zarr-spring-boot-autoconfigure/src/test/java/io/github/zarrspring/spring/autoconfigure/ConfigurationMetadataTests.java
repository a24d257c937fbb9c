package io.github.zarrspring.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an IDE is told about the properties.
 */
class ConfigurationMetadataTests {

	/**
	 * Keys for which there is no value to show: they must be set, may be left out, or
	 * follow from the machine.
	 */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("zarr.default-store", "zarr.defaults.filesystem.path",
			"zarr.defaults.http.base-url", "zarr.defaults.http.redirect-hosts", "zarr.defaults.http.ssl-bundle",
			"zarr.defaults.http.token", "zarr.defaults.jpa.entity-manager-factory",
			"zarr.defaults.jpa.read-data-source", "zarr.defaults.jpa.schema", "zarr.defaults.type",
			"zarr.limits.chunk-bytes", "zarr.limits.in-flight", "zarr.limits.result-bytes", "zarr.parallelism",
			"zarr.stores");

	private final JsonNode metadata = read();

	@Test
	void whenPropertyExistsThenItHasDescription() {
		properties().forEach((name, property) -> assertThat(property.path("description").asString("")).as(name)
			.matches("[A-Z].*\\."));
	}

	@Test
	void whenPropertyHasDefaultThenItIsShown() {
		properties().forEach((name, property) -> assertThat(property.has("defaultValue")).as(name)
			.isNotEqualTo(WITHOUT_DEFAULT.contains(name)));
	}

	@Test
	void whenStoresHavePropertyThenDefaultsShowIt() {
		assertThat(properties()).containsKeys("zarr.enabled", "zarr.stores", "zarr.defaults.type",
				"zarr.defaults.read-only", "zarr.defaults.concurrent-map.ordering", "zarr.defaults.filesystem.path",
				"zarr.defaults.filesystem.sync", "management.health.zarr.enabled");
	}

	@Test
	void whenTypeIsBuiltInThenItIsHinted() {
		JsonNode hints = this.metadata.get("hints");
		assertThat(hints.findValuesAsString("value")).contains("concurrent-map", "filesystem", "jpa");
	}

	private Map<String, JsonNode> properties() {
		Map<String, JsonNode> properties = new TreeMap<>();
		this.metadata.get("properties")
			.forEach((property) -> properties.put(property.get("name").asString(), property));
		assertThat(properties).isNotEmpty();
		return properties;
	}

	private static JsonNode read() {
		try (InputStream stream = ZarrProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
