package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Groups, listing, deletion and copies.
 */
class HierarchyTests {

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenAnArrayIsCreatedThenTheGroupsItIsInExist(ZarrFormat format) {
		this.hierarchy.create("climate/europe/t2m", int8().format(format).attribute("units", "K"));
		assertThat(paths(this.hierarchy, "")).containsExactly("", "climate", "climate/europe", "climate/europe/t2m");
		ZarrNode node = this.hierarchy.node("climate/europe/t2m");
		assertThat(node.format()).isEqualTo(format);
		assertThat(node.attributes()).isEqualTo(Map.of("units", "K"));
		assertThat(this.hierarchy.openGroup("climate").format()).isEqualTo(format);
	}

	@Test
	void whenNoFormatIsGivenThenANodeHasThatOfItsGroup() {
		this.hierarchy.createGroup("old", Map.of(), ZarrFormat.V2);
		assertThat(this.hierarchy.create("old/a", int8()).format()).isEqualTo(ZarrFormat.V2);
		assertThat(this.hierarchy.create("old/b", int8().format(ZarrFormat.V3)).format()).isEqualTo(ZarrFormat.V3);
		assertThat(this.hierarchy.children("old")).extracting(ZarrNode::format)
			.containsExactly(ZarrFormat.V2, ZarrFormat.V3);
	}

	@Test
	void whenAnArrayIsCopiedIntoAGroupOfAnotherFormatThenItKeepsItsOwn() {
		this.hierarchy.create("old/a", int8().format(ZarrFormat.V2)).write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		this.hierarchy.createGroup("new", Map.of(), ZarrFormat.V3);
		this.hierarchy.copy("old", this.hierarchy, "new/old");
		assertThat(this.hierarchy.open("new/old/a").format()).isEqualTo(ZarrFormat.V2);
		assertThat(this.hierarchy.open("new/old/a").read().bytes()).containsExactly(1, 2, 3, 4);
	}

	@Test
	@DisplayName("1.5 arrays of one store never overwrite each other: their keys carry their paths")
	void whenTwoArraysAreInOneStoreThenNeitherSeesTheOther() {
		ZarrArray first = this.hierarchy.create("a", int8());
		ZarrArray second = this.hierarchy.create("a2/a", int8());
		first.write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		second.write(NdArray.of(new byte[] { 5, 6, 7, 8 }, 4));
		assertThat(first.read().bytes()).containsExactly(1, 2, 3, 4);
		assertThat(second.read().bytes()).containsExactly(5, 6, 7, 8);
		assertThatExceptionOfType(NodeExistsException.class).isThrownBy(() -> this.hierarchy.create("a", int8()))
			.withMessageContaining("[store 'test', path 'a']");
		assertThat(first.read().bytes()).containsExactly(1, 2, 3, 4);
	}

	@Test
	void whenAPathLeadsThroughAnArrayThenItIsRefused() {
		this.hierarchy.create("a", int8());
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("a/b/c", int8()))
			.withMessageContaining("'a' is an array");
	}

	@Test
	void whenThereIsNoNodeThenItIsNotFound() {
		this.hierarchy.createGroup("g", Map.of());
		assertThat(this.hierarchy.exists("x")).isFalse();
		assertThat(this.hierarchy.exists("g")).isTrue();
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.hierarchy.open("x"));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.hierarchy.open("g"));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.hierarchy.delete("x"));
		for (String path : List.of("..", "a/../b", "a//b", "a\\b", "a/zarr.json", "...", "a/")) {
			assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.open(path));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAGroupHasManyChunksAndNodesThenItsChildrenAreListedInOrder(ZarrFormat format) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < 150; i++) {
			String name = "n%03d".formatted(i);
			names.add(name);
			this.hierarchy.create("g/" + name, int8().format(format).chunks(1));
		}
		for (String name : List.of("n003", "n075", "n149")) {
			this.hierarchy.open("g/" + name).resize(500);
			this.hierarchy.open("g/" + name).update(Selection.all(), (values) -> {
				values.bytes()[0] = 1;
				return values;
			});
		}
		this.hierarchy.createGroup("g/n003-", Map.of());
		this.hierarchy.createGroup("g/子 b", Map.of());
		names.add(4, "n003-");
		names.add("子 b");
		assertThat(this.hierarchy.children("g").stream().map((node) -> node.path().name()).sorted())
			.containsExactlyElementsOf(names.stream().sorted().toList());
	}

	@ParameterizedTest
	@EnumSource
	void whenANodeIsDeletedThenNothingOfItIsLeft(ZarrFormat format) {
		this.hierarchy.createGroup("", Map.of(), format);
		this.hierarchy.create("g/a", int8().chunks(1)).write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		this.hierarchy.create("g/zz/b", int8().chunks(1)).write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		this.hierarchy.create("g2", int8().chunks(1)).write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		this.hierarchy.delete("g");
		assertThat(this.backend.list("g/", null, 10)).isEmpty();
		assertThat(paths(this.hierarchy, "")).containsExactly("", "g2");
		this.hierarchy.create("g/a", int8().chunks(1));
		assertThat(this.hierarchy.open("g/a").read().bytes()).containsOnly(0);
	}

	@ParameterizedTest
	@EnumSource
	void whenAGroupIsCopiedThenTheCopyEqualsItByteByByte(ZarrFormat format) {
		this.hierarchy.createGroup("g", Map.of("title", "räk"), format);
		ZarrArray array = this.hierarchy.create("g/a", int8().chunks(2));
		array.write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		this.hierarchy.createGroup("g/sub", Map.of("n", 1));
		try (StorageBackend other = new ConcurrentMapBackend()) {
			Hierarchy target = this.engine.hierarchy("other", other);
			CopyResult result = this.hierarchy.copy("g", target, "x/copy");
			long bytes = this.backend.info("g/a/").bytes() - documents("g/a");
			assertThat(result).isEqualTo(new CopyResult(3, 2, bytes));
			assertThat(target.openGroup("x/copy").attributes()).isEqualTo(Map.of("title", "räk"));
			assertThat(target.open("x/copy/a").read().bytes()).containsExactly(1, 2, 3, 4);
			assertThat(paths(target, "x")).containsExactly("x", "x/copy", "x/copy/a", "x/copy/sub");
			assertThatExceptionOfType(NodeExistsException.class)
				.isThrownBy(() -> this.hierarchy.copy("g", target, "x/copy"));
		}
	}

	private long documents(String path) {
		return this.backend.list(path + "/", null, 100)
			.stream()
			.filter((key) -> key.value().matches(".*/(zarr.json|\\.z[a-z]+)"))
			.mapToLong((key) -> this.backend.read(key).orElseThrow().size())
			.sum();
	}

	@Test
	void whenACopyFailsThenItIsRemovedAgain() {
		this.hierarchy.create("a", int8().chunks(1)).write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		try (StorageBackend failing = new DelegatingBackend(new ConcurrentMapBackend()) {

			@Override
			public void write(StoreKey key, ByteBuffer bytes) {
				if (key.value().endsWith("c/2")) {
					throw new StoreUnavailableException("The disk is away");
				}
				super.write(key, bytes);
			}

		}) {
			Hierarchy target = this.engine.hierarchy("failing", failing);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> this.hierarchy.copy("a", target, "a"))
				.withMessageContaining("The disk is away");
			assertThat(target.exists("a")).isFalse();
			assertThat(failing.list("a/", null, 10)).isEmpty();
		}
	}

	@Test
	void whenAttributesAreSetThenTheyReplaceThoseBefore() {
		for (ZarrFormat format : ZarrFormat.values()) {
			ZarrNode array = this.hierarchy.create(format + "/a", int8().format(format).attribute("a", 1));
			array.setAttributes(Map.of("b", List.of(1, "x")));
			assertThat(array.attributes()).isEqualTo(Map.of("b", List.of(1, "x")));
			assertThat(this.hierarchy.node(format + "/a").attributes()).isEqualTo(Map.of("b", List.of(1, "x")));
			array.setAttributes(Map.of());
			assertThat(this.hierarchy.node(format + "/a").attributes()).isEmpty();
			this.hierarchy.delete(format.toString());
			this.backend.deleteAll("");
		}
	}

	private static ArraySpec int8() {
		return ArraySpec.of(DataType.INT8).shape(4).codecs(Codecs.zstd(1));
	}

	private static List<String> paths(Hierarchy hierarchy, String path) {
		List<String> paths = new ArrayList<>();
		hierarchy.walk(path, (node) -> paths.add(node.path().value()));
		return paths;
	}

}
