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
			"zarr.defaults.jpa.read-data-source", "zarr.defaults.jpa.schema", "zarr.defaults.partitioned.cluster-name",
			"zarr.defaults.partitioned.instance", "zarr.defaults.partitioned.map", "zarr.defaults.partitioned.members",
			"zarr.defaults.partitioned.minimum-members", "zarr.defaults.partitioned.partition-count",
			"zarr.defaults.partitioned.partitioning-strategy", "zarr.defaults.s3.access-key", "zarr.defaults.s3.bucket",
			"zarr.defaults.s3.client", "zarr.defaults.s3.endpoint", "zarr.defaults.s3.prefix",
			"zarr.defaults.s3.profile", "zarr.defaults.s3.region", "zarr.defaults.s3.secret-key",
			"zarr.defaults.s3.session-token", "zarr.defaults.s3.ssl-bundle", "zarr.defaults.snapshot.path",
			"zarr.defaults.type", "zarr.defaults.zip.path", "zarr.limits.chunk-bytes", "zarr.limits.in-flight",
			"zarr.limits.result-bytes", "zarr.parallelism", "zarr.stores");

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
				"zarr.defaults.read-only", "zarr.defaults.access", "zarr.defaults.history.depth",
				"zarr.defaults.history.distinct", "management.endpoint.zarr.access",
				"zarr.defaults.concurrent-map.ordering", "zarr.defaults.filesystem.path",
				"zarr.defaults.filesystem.sync", "management.health.zarr.enabled");
	}

	@Test
	void whenMetadataNamePropertyThenItIsKnown() {
		assertThat(KnownProperties.get().names()).containsExactlyElementsOf(properties().keySet()
			.stream()
			.filter((name) -> name.startsWith("zarr."))
			.map((name) -> name.substring("zarr.".length()))
			.sorted()
			.toList());
	}

	@Test
	void whenTypeIsBuiltInThenItIsHinted() {
		JsonNode hints = this.metadata.get("hints");
		assertThat(hints.findValuesAsString("value")).contains("concurrent-map", "filesystem", "jpa", "partitioned",
				"s3", "snapshot", "zip");
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
