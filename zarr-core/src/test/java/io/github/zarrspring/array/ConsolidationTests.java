package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.Json;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Consolidated metadata: written on request, used on open, dropped by each change.
 */
class ConsolidationTests {

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend map = new ConcurrentMapBackend();

	private final CountingBackend backend = new CountingBackend(this.map);

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private void create(ZarrFormat format) {
		this.hierarchy.createGroup("", Map.of("title", "all"), format);
		this.hierarchy.create("g/a", int8().attribute("units", "K")).write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		this.hierarchy.create("g/sub/b", int8());
		this.hierarchy.create("g-2", int8());
		this.hierarchy.createGroup("h", Map.of());
	}

	@ParameterizedTest
	@EnumSource
	void whenAGroupIsConsolidatedThenAllNodesAreOpenedWithOneDocument(ZarrFormat format) {
		create(format);
		this.hierarchy.consolidate("");
		this.backend.reads();
		ZarrGroup group = this.hierarchy.openConsolidated("");
		assertThat(this.backend.reads()).isEqualTo((format == ZarrFormat.V3) ? 1 : 2);
		assertThat(group.isConsolidated()).isTrue();
		assertThat(group.attributes()).isEqualTo(Map.of("title", "all"));
		List<String> paths = new ArrayList<>();
		group.walk((node) -> paths.add(node.path().value()));
		assertThat(paths).containsExactly("", "g", "g/a", "g/sub", "g/sub/b", "g-2", "h");
		assertThat(group.children()).extracting((node) -> node.path().value()).containsExactly("g", "g-2", "h");
		assertThat(((ZarrGroup) group.node("g/sub")).children()).extracting((node) -> node.path().value())
			.containsExactly("g/sub/b");
		ZarrArray array = group.open("g/a");
		assertThat(array.attributes()).isEqualTo(Map.of("units", "K"));
		assertThat(this.backend.reads()).isZero();
		assertThat(array.read().bytes()).containsExactly(1, 2, 3, 4);
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> group.open("g"));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> group.open("x"));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.hierarchy.openConsolidated("g"));
	}

	@ParameterizedTest
	@EnumSource
	void whenANodeChangesThenConsolidatedMetadataAboveAreDropped(ZarrFormat format) {
		List<Consumer<Hierarchy>> changes = List.of((nodes) -> nodes.open("g/a").resize(9),
				(nodes) -> nodes.open("g/a").append(NdArray.of(new byte[1], 1)),
				(nodes) -> nodes.open("g/a").setAttributes(Map.of("x", 1)),
				(nodes) -> nodes.openGroup("g/sub").setAttributes(Map.of("x", 1)),
				(nodes) -> nodes.create("g/new", int8()), (nodes) -> nodes.createGroup("g/new/group", Map.of()),
				(nodes) -> nodes.delete("g/sub/b"), (nodes) -> nodes.copy("g/a", nodes, "g/copy"),
				(nodes) -> nodes.move("g/a", "g/moved"));
		for (Consumer<Hierarchy> change : changes) {
			this.map.deleteAll("");
			create(format);
			this.hierarchy.consolidate("");
			this.hierarchy.consolidate("g");
			this.hierarchy.consolidate("h");
			change.accept(this.hierarchy);
			assertThat(isConsolidated("")).isFalse();
			assertThat(isConsolidated("g")).isFalse();
			assertThat(isConsolidated("h")).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAGroupChangesThenItsOwnConsolidatedMetadataStayTrue(ZarrFormat format) {
		create(format);
		this.hierarchy.consolidate("");
		this.hierarchy.openGroup("").setAttributes(Map.of("title", "new"));
		if (format == ZarrFormat.V3) {
			assertThat(this.hierarchy.openConsolidated("").attributes()).isEqualTo(Map.of("title", "new"));
		}
		assertThat(isConsolidated("")).isEqualTo(format == ZarrFormat.V3);
	}

	private boolean isConsolidated(String path) {
		try {
			return this.hierarchy.openConsolidated(path).isConsolidated();
		}
		catch (NodeNotFoundException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAChangeFailsHalfWayThenNoneAreStale(ZarrFormat format) {
		create(format);
		this.hierarchy.consolidate("");
		StorageBackend failing = new DelegatingBackend(this.map) {

			@Override
			public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
				boolean set = super.compareAndSet(key, expected, bytes);
				if (key.value().startsWith("g/a/")) {
					throw new StoreUnavailableException("The process died");
				}
				return set;
			}

		};
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.engine.hierarchy("failing", failing).open("g/a").resize(7));
		assertThat(this.hierarchy.open("g/a").shape()).containsExactly(7);
		assertThat(isConsolidated("")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whenANodeChangesWhileItIsConsolidatedThenTheResultHasTheChange(ZarrFormat format) {
		create(format);
		boolean[] changed = { false };
		StorageBackend racing = new DelegatingBackend(this.map) {

			@Override
			public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
				race(key);
				return super.compareAndSet(key, expected, bytes);
			}

			@Override
			public void write(StoreKey key, ByteBuffer bytes) {
				race(key);
				super.write(key, bytes);
			}

			private void race(StoreKey key) {
				if (!changed[0] && List.of("zarr.json", ".zmetadata").contains(key.value())) {
					changed[0] = true;
					ConsolidationTests.this.hierarchy.open("g/a").resize(11);
				}
			}

		};
		this.engine.hierarchy("racing", racing).consolidate("");
		assertThat(changed[0]).isTrue();
		assertThat(this.hierarchy.openConsolidated("").open("g/a").shape()).containsExactly(11);
	}

	@ParameterizedTest
	@EnumSource
	void whenConsolidatedMetadataAreOlderThanTheArrayThenAWriteReadsThoseOfTheArray(ZarrFormat format) {
		create(format);
		this.hierarchy.consolidate("");
		ZarrArray array = this.hierarchy.openConsolidated("").open("g/a");
		this.hierarchy.open("g/a").resize(6);
		assertThat(array.shape()).containsExactly(4);
		array.write(Selection.of(Slice.at(5)), NdArray.of(new byte[] { 9 }));
		assertThat(array.shape()).containsExactly(6);
		assertThat(this.hierarchy.open("g/a").read().bytes()).containsExactly(1, 2, 3, 4, 0, 9);
	}

	@ParameterizedTest
	@EnumSource
	void whenAStoreCannotListThenItsNodesAreThoseOfConsolidatedMetadata(ZarrFormat format) {
		create(format);
		this.hierarchy.consolidate("");
		Hierarchy remote = this.engine.hierarchy("remote", new DelegatingBackend(this.map) {

			@Override
			public boolean canList() {
				return false;
			}

			@Override
			public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
				throw new AssertionError("It cannot list");
			}

		});
		assertThat(remote.children("g")).extracting((node) -> node.path().value()).containsExactly("g/a", "g/sub");
		List<String> paths = new ArrayList<>();
		remote.walk("g", (node) -> paths.add(node.path().value()));
		assertThat(paths).containsExactly("g", "g/a", "g/sub", "g/sub/b");
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> remote.children("g/a"));
		this.hierarchy.createGroup("new", Map.of());
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> remote.children(""))
			.withMessageContaining("cannot list");
	}

	@Test
	void whenAGroupHasNodesOfBothFormatsThenItIsNotConsolidated() {
		create(ZarrFormat.V2);
		this.hierarchy.create("g/v3", int8().format(ZarrFormat.V3));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.consolidate(""))
			.withMessageContaining("g/v3");
		assertThat(isConsolidated("")).isFalse();
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.hierarchy.consolidate("g/a"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					zarr.json  | {"zarr_format": 3, "node_type": "group", "consolidated_metadata": {"kind": "inline", "must_understand": false, "metadata": {"../x": {}}}}
					zarr.json  | {"zarr_format": 3, "node_type": "group", "consolidated_metadata": {"kind": "inline", "must_understand": false, "metadata": {"/a": {}}}}
					zarr.json  | {"zarr_format": 3, "node_type": "group", "consolidated_metadata": {"kind": "inline", "must_understand": false, "metadata": {"a": 1}}}
					zarr.json  | {"zarr_format": 3, "node_type": "group", "consolidated_metadata": {"kind": "inline", "must_understand": false, "metadata": []}}
					zarr.json  | {"zarr_format": 3, "node_type": "group", "consolidated_metadata": {"kind": "inline", "must_understand": false}}
					.zmetadata | {"zarr_consolidated_format": 1, "metadata": {".zgroup": {"zarr_format": 2}, "../x/.zarray": {}}}
					.zmetadata | {"zarr_consolidated_format": 1, "metadata": {".zgroup": 2}}
					.zmetadata | {"zarr_consolidated_format": 1}
					""")
	void whenConsolidatedMetadataAreDamagedThenTheyAreRefused(String name, String json) {
		this.map.write(StoreKey.of(name), ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.hierarchy.openConsolidated(""));
	}

	@Test
	void whenConsolidatedMetadataAreOfAnotherKindThenTheyAreNotUsed() {
		this.map.write(StoreKey.of("zarr.json"), ByteBuffer.wrap("""
				{"zarr_format": 3, "node_type": "group",
				 "consolidated_metadata": {"kind": "other", "must_understand": false}}
				""".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.hierarchy.openGroup("").format()).isEqualTo(ZarrFormat.V3);
		assertThat(isConsolidated("")).isFalse();
		this.map.write(StoreKey.of("zarr.json"), ByteBuffer.wrap("""
				{"zarr_format": 3, "node_type": "group", "consolidated_metadata": {"kind": "other"}}
				""".getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(() -> this.hierarchy.openGroup(""));
		this.map.write(StoreKey.of("old/.zmetadata"),
				Json.format(Map.of("zarr_consolidated_format", 2, "metadata", Map.of())));
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> this.hierarchy.openConsolidated("old"));
	}

	@Test
	void whenOneNodeIsNotSupportedThenOthersAreOpened() {
		create(ZarrFormat.V3);
		this.hierarchy.consolidate("");
		StoreKey key = StoreKey.of("zarr.json");
		String json = StandardCharsets.UTF_8.decode(this.map.read(key).orElseThrow().bytes()).toString();
		this.map.write(key,
				ByteBuffer.wrap(json.replaceFirst("\"int8\"", "\"int1024\"").getBytes(StandardCharsets.UTF_8)));
		ZarrGroup group = this.hierarchy.openConsolidated("");
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(() -> group.open("g-2"));
		assertThat(group.children()).filteredOn(UnreadableNode.class::isInstance)
			.extracting((node) -> node.path().value())
			.containsExactly("g-2");
		assertThat(group.open("g/a").shape()).containsExactly(4);
	}

	@ParameterizedTest
	@EnumSource
	void whenTheDocumentWouldBeTooLargeThenItIsRefusedAndNothingIsLeft(ZarrFormat format) {
		create(format);
		try (ZarrEngine small = ZarrEngine.builder()
			.limits(new Limits((format == ZarrFormat.V3) ? 1500 : 900, 32, 1 << 20, 1 << 20, 1 << 20, 100))
			.build()) {
			Hierarchy nodes = small.hierarchy("small", this.map);
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> nodes.consolidate(""));
		}
		assertThat(isConsolidated("")).isFalse();
		assertThat(this.hierarchy.open("g/a").read().bytes()).containsExactly(1, 2, 3, 4);
	}

	@ParameterizedTest
	@EnumSource
	void whenTheStoreIsTransactionalThenItIsDoneAtOnce(ZarrFormat format) {
		this.backend.lookTransactional(true);
		create(format);
		this.hierarchy.consolidate("");
		assertThat(this.hierarchy.openConsolidated("").open("g/a").shape()).containsExactly(4);
		this.hierarchy.open("g/a").resize(5);
		assertThat(isConsolidated("")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whenAGroupIsConsolidatedBeforeANewNodeIsCommittedThenTheyAreDroppedAfterwards(ZarrFormat format) {
		this.backend.lookTransactional(true);
		create(format);
		this.hierarchy.consolidate("");
		StoreKey key = StoreKey.of((format == ZarrFormat.V3) ? "zarr.json" : ".zmetadata");
		ByteBuffer consolidated = this.map.read(key).orElseThrow().bytes();
		StorageBackend late = new DelegatingBackend(this.backend) {

			private boolean done;

			@Override
			public <T> T atomically(Supplier<T> work) {
				T result = super.atomically(work);
				if (!this.done) {
					ConsolidationTests.this.map.write(key, consolidated);
				}
				this.done = true;
				return result;
			}

		};
		this.engine.hierarchy("test", late).create("late", int8());
		assertThat(isConsolidated("")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whenAGroupIsOpenedAsAnArrayThenTheFailureSaysWhere(ZarrFormat format) {
		create(format);
		this.hierarchy.consolidate("");
		ZarrGroup root = this.hierarchy.openConsolidated("");
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> root.open("g"))
			.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo("g"));
	}

	private static ArraySpec int8() {
		return ArraySpec.of(DataType.INT8).shape(4);
	}

}
