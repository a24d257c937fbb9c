package io.github.zarrspring.array;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Groups that have {@code .zmetadata} and not their own document.
 */
class ConsolidatedOnlyTests {

	private static final String GROUP = "{\"zarr_format\":2}";

	private static final String ARRAY = "{\"zarr_format\":2,\"shape\":[2],\"chunks\":[1],\"dtype\":\"|i1\","
			+ "\"compressor\":null,\"fill_value\":0,\"order\":\"C\",\"filters\":null}";

	private static final String METADATA = "{\"zarr_consolidated_format\":1,\"metadata\":{\".zgroup\":" + GROUP
			+ ",\".zattrs\":{\"title\":\"t\"},\"a/.zarray\":" + ARRAY
			+ ",\"a/.zattrs\":{\"units\":\"K\"},\"g/.zgroup\":" + GROUP + ",\"g/b/.zarray\":" + ARRAY + "}}";

	private final ZarrEngine engine = ZarrEngine.create();

	private final ConcurrentMapBackend map = new ConcurrentMapBackend();

	private final CountingBackend backend = new CountingBackend(this.map);

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	private final Hierarchy unlistable = this.engine.hierarchy("unlistable", new DelegatingBackend(this.map) {

		@Override
		public boolean canList() {
			return false;
		}

	});

	@BeforeEach
	void put() {
		put("only/.zmetadata", METADATA);
		put("only/a/1", "1");
		put("only/g/b/0", "2");
		put("only/c/.zarray", ARRAY);
	}

	@AfterEach
	void close() {
		this.map.close();
		this.engine.close();
	}

	private void put(String key, String value) {
		this.map.write(StoreKey.of(key), StandardCharsets.UTF_8.encode(value));
	}

	private static List<String> paths(Hierarchy hierarchy, String path) {
		List<String> paths = new ArrayList<>();
		hierarchy.walk(path, (node) -> paths.add(node.path().value()));
		return paths;
	}

	@Test
	void whenAGroupHasNoDocumentOfItsOwnThenItsNodesAreOpenedThroughItsConsolidatedMetadata() {
		for (Hierarchy zarr : List.of(this.hierarchy, this.unlistable)) {
			assertThat(zarr.open("only/a").read().bytes()).containsExactly(0, '1');
			assertThat(zarr.open("only/a").attributes()).isEqualTo(Map.of("units", "K"));
			assertThat(zarr.open("only/g/b").read().bytes()).containsExactly('2', 0);
			assertThat(zarr.openGroup("only").attributes()).isEqualTo(Map.of("title", "t"));
			assertThat(zarr.node("only/g").path().value()).isEqualTo("only/g");
			assertThat(zarr.exists("only/g/b")).isTrue();
			assertThat(zarr.exists("only/x")).isFalse();
			assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> zarr.open("only/g"));
		}
	}

	@Test
	void whenAGroupHasNoDocumentOfItsOwnThenItsNodesAreListed() {
		assertThat(paths(this.hierarchy, "only")).containsExactly("only", "only/a", "only/c", "only/g", "only/g/b");
		assertThat(this.hierarchy.openGroup("only").children()).extracting((node) -> node.path().name())
			.containsExactly("a", "c", "g");
		assertThat(this.hierarchy.children("only/g")).extracting((node) -> node.path().name()).containsExactly("b");
		put(".zgroup", GROUP);
		assertThat(paths(this.hierarchy, "")).containsExactly("", "only", "only/a", "only/c", "only/g", "only/g/b");
		assertThat(paths(this.unlistable, "only")).containsExactly("only", "only/a", "only/g", "only/g/b");
		assertThat(this.unlistable.children("only")).extracting((node) -> node.path().name()).containsExactly("a", "g");
	}

	@Test
	void whenAGroupHasItsOwnDocumentThenAbsentNodesAreAbsent() {
		put("only/.zgroup", GROUP);
		for (Hierarchy zarr : List.of(this.hierarchy, this.unlistable)) {
			assertThat(zarr.exists("only/a")).isFalse();
			assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> zarr.open("only/g/b"));
			assertThat(zarr.exists("only/c")).isTrue();
		}
		assertThat(paths(this.hierarchy, "only")).containsExactly("only", "only/c");
		this.map.delete(StoreKey.of("only/.zgroup"));
		put("only/g/.zgroup", GROUP);
		assertThat(this.hierarchy.exists("only/g/b")).as("its nearer group has one").isFalse();
		assertThat(this.hierarchy.children("only/g")).isEmpty();
		assertThat(this.hierarchy.exists("only/a")).isTrue();
	}

	@Test
	void whenANodeHasItsOwnDocumentThenNoOthersAreAskedFor() {
		this.backend.reads();
		this.hierarchy.open("only/c");
		assertThat(this.backend.reads()).as("zarr.json, .zarray and .zattrs").isEqualTo(3);
		assertThat(this.hierarchy.exists("x/y/z")).isFalse();
		assertThat(this.backend.reads()).as("three documents, and one for each group").isEqualTo(3 + 4);
	}

	@Test
	void whenSuchAGroupIsCopiedOrMovedThenAllItsNodesAre() {
		this.hierarchy.copy("only", this.hierarchy, "copy");
		this.hierarchy.move("only", "moved");
		assertThat(this.map.list("only", null, 10)).isEmpty();
		for (String path : List.of("copy", "moved")) {
			assertThat(paths(this.hierarchy, path)).containsExactly(path, path + "/a", path + "/c", path + "/g",
					path + "/g/b");
			assertThat(this.map.exists(StoreKey.of(path + "/.zgroup"))).isTrue();
			assertThat(this.hierarchy.open(path + "/a").read().bytes()).containsExactly(0, '1');
			assertThat(this.hierarchy.open(path + "/g/b").read().bytes()).containsExactly('2', 0);
		}
	}

	@Test
	void whenSomethingIsCreatedInSuchAGroupThenItsNodesGetDocumentsOfTheirOwn() {
		ZarrArray created = this.hierarchy.create("only/new", ArraySpec.of(DataType.INT8).shape(1));
		assertThat(created.format()).isEqualTo(ZarrFormat.V2);
		assertThat(this.map.exists(StoreKey.of("only/.zmetadata"))).isFalse();
		assertThat(paths(this.hierarchy, "only")).containsExactly("only", "only/a", "only/c", "only/g", "only/g/b",
				"only/new");
		assertThat(this.hierarchy.open("only/a").attributes()).isEqualTo(Map.of("units", "K"));
		assertThat(this.hierarchy.open("only/a").read().bytes()).containsExactly(0, '1');
	}

	@Test
	void whenANodeOfSuchAGroupIsDeletedThenTheOthersStay() {
		this.hierarchy.delete("only/a");
		assertThat(paths(this.hierarchy, "only")).containsExactly("only", "only/c", "only/g", "only/g/b");
		assertThat(this.map.list("only/a/", null, 10)).isEmpty();
	}

}
