package io.github.zarrspring.sample.tree;

import java.util.List;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.sample.BrokenStore;
import io.github.zarrspring.sample.SampleTest;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class TreeTests {

	private static final String GROUP = "{\"zarr_format\": 3, \"node_type\": \"group\"}";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private BackendRegistry registry;

	@Autowired
	private ZarrOperations zarr;

	@Test
	void groupHasAllNodesBelowIt() {
		this.zarr.createGroup("tree/a/b");
		this.zarr.create("tree/a/b/c",
				ArraySpec.of(DataType.BOOL).shape(4, 2).chunks(3, 2).attribute("x", List.of(1, "y")));
		this.zarr.create("tree/d", ArraySpec.of(DataType.FLOAT32).fillValue(Float.NaN).codecs());
		assertThat(this.mvc.get().uri("/api/tree/scratch/tree")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"nodes": {
								"a": {"type": "group", "format": 3, "attributes": {}},
								"a/b": {"type": "group", "format": 3, "attributes": {}},
								"a/b/c": {"type": "array", "format": 3, "shape": [4, 2], "dataType": "bool", "chunks": [3, 2],
									"codecs": ["bytes", "zstd"], "fillValue": false, "attributes": {"x": [1, "y"]}, "storedBytes": 0},
								"d": {"type": "array", "format": 3, "shape": [], "dataType": "float32", "chunks": [],
									"codecs": ["bytes"], "fillValue": "NaN", "attributes": {}, "storedBytes": 0}},
							"attributes": {}}
							""");
	}

	@Test
	void whenTreeIsTooLargeThenItIsRefused() {
		try (BrokenStore store = BrokenStore.register(this.registry, "large")) {
			store.with("zarr.json", GROUP);
			for (int i = 0; i < TreeReader.MOST_NODES; i++) {
				store.with("g" + i + "/zarr.json", GROUP);
			}
			assertThat(this.mvc.get().uri("/api/tree/large")).hasStatusOk();
			store.with("g7/last/zarr.json", GROUP);
			assertThat(this.mvc.get().uri("/api/tree/large")).hasStatus4xxClientError()
				.bodyText()
				.contains("more than 10000 nodes");
			assertThat(this.mvc.get().uri("/api/tree/large/g7")).hasStatusOk();
		}
	}

	@Test
	void treeOfTerrain() {
		assertThat(this.mvc.get().uri("/api/tree/terrain-v3/")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"nodes": {"elevation": {"type": "array", "shape": [344, 403], "dataType": "int16", "chunks": [64, 64],
					"codecs": ["bytes", "zstd"], "dimensionNames": ["lat", "lon"], "attributes": {"units": "m"},
					"storedBytes": 179263}, "lat": {"dataType": "float64"}, "lon": {"dataType": "float64"}},
				"attributes": {"title": "Jacksboro fault terrain"}}
				""");
	}

	@Test
	void arrayHasItselfUnderTheEmptyPath() {
		assertThat(this.mvc.get().uri("/api/tree/terrain-v2/elevation")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"nodes": {"": {"type": "array", "format": 2, "storedBytes": 179263}}, "attributes": {"units": "m"}}
				""");
	}

	@Test
	void storedBytesAreThoseOfChunksAlone() {
		for (ZarrFormat format : ZarrFormat.values()) {
			try (BrokenStore store = BrokenStore.register(this.registry, "sizes")) {
				this.zarr.store("sizes")
					.create("",
							ArraySpec.of(DataType.INT8).shape(6).chunks(2).codecs().format(format).attribute("a", 1))
					.write(NdArray.of(new byte[] { 1, 2, 0, 0, 3, 4 }, 6));
				assertStoredBytes(4);
				store.with("chart.txt", "beside the chunks");
				assertStoredBytes(4);
			}
		}
	}

	private void assertStoredBytes(int bytes) {
		assertThat(this.mvc.get().uri("/api/tree/sizes")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.nodes[''].storedBytes")
			.isEqualTo(bytes);
	}

	@Test
	void whenNodeCannotBeReadThenOthersAreDescribed() {
		try (BrokenStore store = BrokenStore.register(this.registry, "mixed")) {
			store.with("bad/zarr.json", "{")
				.withArray("foreign", "int128", "{\"name\": \"bytes\"}", "2")
				.withArray("good", "int8", "{\"name\": \"bytes\"}", "2")
				.with("plain/readme.txt", "no node")
				.withArray("folder/in/folder", "int8", "{\"name\": \"bytes\"}", "2");
			String expected = """
					{"nodes": {"bad": {"type": "unreadable"}, "foreign": {"type": "unreadable"},
						"good": {"type": "array"}}, "attributes": {}}
					""";
			assertThat(this.mvc.get().uri("/api/tree/mixed")).hasStatusOk().bodyJson().isLenientlyEqualTo(expected);
			assertThat(this.mvc.get().uri("/api/tree/mixed")).bodyJson().hasPath("$.nodes['folder/in/folder']");
			store.with("zarr.json", "{\"zarr_format\": 3, \"node_type\": \"group\"}");
			assertThat(this.mvc.get().uri("/api/tree/mixed")).hasStatusOk()
				.bodyJson()
				.isLenientlyEqualTo(expected)
				.doesNotHavePath("$.nodes.plain")
				.doesNotHavePath("$.nodes['folder/in/folder']");
			assertThat(this.mvc.get().uri("/api/arrays")).hasStatusOk()
				.bodyJson()
				.extractingPath("$[?(@.store == 'mixed' && @.error)].path")
				.asArray()
				.containsExactly("bad", "foreign");
		}
	}

	@Test
	void whenStoreIsEmptyThenTreeIsEmpty() {
		try (BrokenStore store = BrokenStore.register(this.registry, "empty")) {
			assertThat(store.info().entries()).isZero();
			assertThat(this.mvc.get().uri("/api/tree/empty/")).hasStatusOk()
				.bodyJson()
				.isStrictlyEqualTo("{\"nodes\": {}, \"attributes\": {}}");
		}
	}

	@Test
	void whenStoreFailsThenArraysOfOthersAreListed() {
		try (BrokenStore store = BrokenStore.register(this.registry, "failing")) {
			store.failing(() -> new StoreUnavailableException("asleep"));
			assertThat(this.mvc.get().uri("/api/arrays")).hasStatusOk()
				.bodyJson()
				.hasPathSatisfying("$[?(@.store == 'failing')].error",
						(error) -> assertThat(error).asArray().containsExactly("asleep"))
				.hasPathSatisfying("$[?(@.store == 'terrain-v3')].path",
						(path) -> assertThat(path).asArray().containsExactly("elevation", "lat", "lon"))
				.hasPathSatisfying("$[?(@.store == 'scratch' && @.path == 'terrain/elevation')].storedBytes",
						(bytes) -> assertThat(bytes).asArray().containsExactly(179263));
			assertThat(this.mvc.get().uri("/api/tree/failing")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
		}
	}

}
