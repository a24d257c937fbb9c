package io.github.zarrspring.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataScanner}.
 */
class MetadataScannerTests {

	@Test
	void whenMetadataHaveMoreThanPropertiesThenOnlyThoseAreFound() {
		assertThat(
				scan("""
						{
						  "groups": [ { "name": "zarr.g", "type": "G", "sourceType": "S" } ],
						  "properties": [
						    { "type": "java.lang.String", "name": "zarr.a", "description": "A \\"name\\": \\\\", "defaultValue": [ "x" ] },
						    { "name": "zarr.b", "deprecation": { "name": "zarr.c", "type": "T" }, "defaultValue": -1.5e3 },
						    { "description": "None, } ] { [ : here" }
						  ],
						  "hints": [ { "name": "zarr.d", "values": [ { "value": "e", "description": "F" } ] } ],
						  "ignored": { "properties": [ { "name": "zarr.h", "type": "T" } ] }
						}"""))
			.containsExactly(Map.entry("zarr.a", "java.lang.String"), Map.entry("zarr.b", ""));
	}

	@Test
	void whenMetadataAreCutOffThenScanEnds() {
		String json = "{\"properties\":[{\"name\":\"zarr.a\\\\\",\"type\":\"T\"},{\"name\":\"zarr.b\"}]}";
		for (int length = 0; length < json.length(); length++) {
			assertThat(scan(json.substring(0, length)).size()).isLessThan(3);
		}
	}

	private static Map<String, String> scan(String json) {
		Map<String, String> found = new TreeMap<>();
		new MetadataScanner(json).scan(found::put);
		return found;
	}

}
