package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Copies and moves lose nothing of what others have put into a hierarchy: names that the
 * specification reserves, files that are no nodes, nodes that cannot be read.
 */
class WholeCopyTests {

	private static final String GROUP = "{\"zarr_format\":2}";

	private static final String ARRAY = "{\"zarr_format\":2,\"shape\":[2],\"chunks\":[1],\"dtype\":\"|i1\","
			+ "\"compressor\":null,\"fill_value\":0,\"order\":\"C\",\"filters\":null}";

	private static final String V3_GROUP = "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}";

	private static final String UNSUPPORTED = ARRAY.replace("|i1", "|M8[fortnight]");

	private final ZarrEngine engine = ZarrEngine.create();

	private final ConcurrentMapBackend map = new ConcurrentMapBackend();

	private final CountingBackend backend = new CountingBackend(this.map);

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private void put(String key, String value) {
		this.map.write(StoreKey.of(key), StandardCharsets.UTF_8.encode(value));
	}

	private Map<String, String> values(String prefix) {
		Map<String, String> values = new TreeMap<>();
		for (StoreKey key : this.map.list(prefix, null, 1000)) {
			String value = StandardCharsets.UTF_8.decode(this.map.read(key).orElseThrow().bytes().duplicate())
				.toString();
			// White space in documents is the writer's own.
			values.put(key.value().substring(prefix.length()),
					key.value().endsWith("/zarr.json") ? value.replaceAll("\\s", "") : value);
		}
		return values;
	}

	private List<String> paths(String path) {
		List<String> paths = new ArrayList<>();
		this.hierarchy.walk(path, (node) -> paths.add(node.path().value()));
		return paths;
	}

	/**
	 * A hierarchy as other tools leave them.
	 */
	private void putForeign() {
		put("a/.zgroup", GROUP);
		put("a/.zattrs", "{\"n\":1}");
		put("a/README.md", "read me");
		put("a/OME/METADATA.ome.xml", "<OME/>");
		put("a/OME/more/x", "x");
		put("a/__categories/.zgroup", GROUP);
		put("a/__categories/__x/.zarray", ARRAY);
		put("a/__categories/__x/0", "1");
		put("a/__categories/__x/README.md", "of an array");
		put("a/__categories/__x/notes/1", "in a folder");
		put("a/folder/deep/.zarray", ARRAY);
		put("a/folder/deep/1", "2");
		put("a/.../odd", "no node can have this name");
		put("a/m/.zarray", ARRAY);
		put("a/m/0", "3");
		put("a/m/7", "outside of the shape");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenANodeIsMovedThenEveryKeyBelowItIs(boolean transactional) {
		this.backend.lookTransactional(transactional);
		putForeign();
		Map<String, String> before = values("a/");
		this.hierarchy.move("a", "b/c");
		assertThat(values("b/c/")).containsAllEntriesOf(withoutDocuments(before)).containsKeys(keys(before));
		assertThat(values("a/")).isEmpty();
		assertThat(this.hierarchy.open("b/c/__categories/__x").read().bytes()).containsExactly('1', 0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenANodeIsCopiedThenEveryKeyBelowItIsAndNumbersCountThem(boolean transactional) {
		this.backend.lookTransactional(transactional);
		putForeign();
		Map<String, String> before = values("a/");
		CopyResult result = this.hierarchy.copy("a", this.hierarchy, "b");
		assertThat(values("b/")).containsAllEntriesOf(withoutDocuments(before)).containsKeys(keys(before));
		assertThat(values("a/")).isEqualTo(before);
		Map<String, String> others = withoutDocuments(before);
		assertThat(result).isEqualTo(new CopyResult(5, others.size(),
				others.values().stream().mapToLong((value) -> value.getBytes(StandardCharsets.UTF_8).length).sum()));
	}

	@Test
	void whenAV3GroupHasOtherValuesThenTheyAreCopiedAndMoved() {
		this.hierarchy.createGroup("g", Map.of(), ZarrFormat.V3);
		this.hierarchy.create("g/a", ArraySpec.of(DataType.INT8).shape(4).chunks(2).codecs(Codecs.zstd(1)))
			.write(NdArray.of(new byte[] { 1, 2, 3, 4 }, 4));
		put("g/OME/METADATA.ome.xml", "<OME/>");
		put("g/a/README.md", "of an array");
		put("g/a/.zattrs", "{\"of\":\"the other format\"}");
		put("g/__x/zarr.json", V3_GROUP);
		put("g/__x/README.md", "in a reserved name");
		Map<String, String> before = values("g/");
		this.hierarchy.copy("g", this.hierarchy, "copy");
		assertThat(values("copy/")).isEqualTo(before);
		this.hierarchy.move("g", "moved");
		assertThat(values("moved/")).isEqualTo(before);
		assertThat(paths("moved")).containsExactly("moved", "moved/__x", "moved/a");
	}

	private static Map<String, String> withoutDocuments(Map<String, String> values) {
		Map<String, String> others = new TreeMap<>(values);
		others.keySet().removeIf((key) -> key.matches("(.*/)?\\.z[a-z]+"));
		return others;
	}

	private static String[] keys(Map<String, String> values) {
		return values.keySet().toArray(String[]::new);
	}

	@Test
	void whenAV2NameBeginsWithUnderscoresThenItIsANodeLikeAnyOther() {
		putForeign();
		assertThat(this.hierarchy.children("a")).extracting((node) -> node.path().value())
			.containsExactly("a/__categories", "a/m");
		assertThat(paths("a")).containsExactly("a", "a/__categories", "a/__categories/__x", "a/m");
		this.hierarchy.consolidate("a");
		assertThat(this.hierarchy.openConsolidated("a").node("__categories/__x").path().name()).isEqualTo("__x");
		this.hierarchy.create("a/__new/__array", ArraySpec.of(DataType.INT8).shape(1));
		this.hierarchy.delete("a/__categories");
		assertThat(paths("a")).containsExactly("a", "a/__new", "a/__new/__array", "a/m");
	}

	@Test
	void whenAV3NameBeginsWithUnderscoresThenItIsReadAndNoneIsMade() {
		put("g/zarr.json", V3_GROUP);
		put("g/__x/zarr.json", V3_GROUP);
		assertThat(paths("g")).containsExactly("g", "g/__x");
		this.hierarchy.consolidate("g");
		assertThat(this.hierarchy.openConsolidated("g").children()).hasSize(1);
		this.hierarchy.createGroup("g/__x/y", Map.of());
		Map<String, String> before = values("");
		ArraySpec spec = ArraySpec.of(DataType.INT8).shape(1);
		for (String path : List.of("g/__y", "g/new/__y", "g/__y/new", "g/__x/__y")) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.create(path, spec.format(ZarrFormat.V3)))
				.withMessageContaining("'__y'");
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.createGroup(path, Map.of()))
				.withMessageContaining("'__y'");
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.copy("g/__x/y", this.hierarchy, path))
				.withMessageContaining("'__y'");
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.move("g/__x/y", path))
				.withMessageContaining("'__y'");
		}
		assertThat(values("")).isEqualTo(before);
		this.hierarchy.delete("g/__x");
		assertThat(paths("g")).containsExactly("g");
	}

	@Test
	void whenAReservedNameWouldComeIntoV3ByConversionThenItIsRefusedByNameAndNothingIsLeft() {
		putForeign();
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(
					() -> this.hierarchy.copy("a", this.hierarchy, "b", CopyOptions.defaults().format(ZarrFormat.V3)))
			.withMessageContaining("'__categories'");
		assertThat(values("b")).isEmpty();
		this.hierarchy.delete("a/__categories");
		this.hierarchy.copy("a", this.hierarchy, "b", CopyOptions.defaults().format(ZarrFormat.V3));
		assertThat(values("b/")).containsEntry("README.md", "read me")
			.containsEntry("OME/more/x", "x")
			.containsEntry("folder/deep/c/1", "2")
			.doesNotContainKeys(".zgroup", "m/.zarray");
		assertThat(this.hierarchy.open("b/m").read().bytes()).containsExactly('3', 0);
	}

	private void putUnreadable() {
		put("a/.zgroup", GROUP);
		put("a/bad/.zarray", "{\"zarr_format\":");
		put("a/bad/0", "1");
		put("a/bad/below/.zarray", ARRAY);
		put("a/odd/.zarray", UNSUPPORTED);
		put("a/odd/.zattrs", "{\"units\":\"fortnight\"}");
		put("a/odd/0", "2");
		put("a/v3/zarr.json", V3_GROUP.replace("}}", "},\"must\":{\"name\":\"understood\"}}"));
		put("a/v3/x/zarr.json", V3_GROUP);
		put("a/zz/.zarray", ARRAY);
		put("a/zz/1", "3");
	}

	@Test
	void whenANodeCannotBeReadThenItIsListedAndHidesNoOther() {
		putUnreadable();
		assertThat(paths("a")).containsExactly("a", "a/bad", "a/odd", "a/v3", "a/zz");
		assertThat(this.hierarchy.children("a")).extracting((node) -> node.path().name())
			.containsExactly("bad", "odd", "v3", "zz");
		ZarrNode node = this.hierarchy.children("a").get(1);
		assertThat(node).isInstanceOf(UnreadableNode.class);
		assertThat(((UnreadableNode) node).cause()).isInstanceOf(UnsupportedExtensionException.class)
			.hasMessageContaining("[store 'test', path 'a/odd']");
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(node::format);
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(node::attributes);
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(() -> node.setAttributes(Map.of()));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.hierarchy.node("a/bad"));
	}

	@Test
	void whenAStoreIsAwayThenItsNodesAreNotUnreadable() {
		putUnreadable();
		Hierarchy away = this.engine.hierarchy("away", new DelegatingBackend(this.map) {

			@Override
			public Optional<StoredValue> read(StoreKey key, ByteRange range) {
				if (key.value().startsWith("a/zz/")) {
					throw new StoreUnavailableException("The store is away");
				}
				return super.read(key, range);
			}

		});
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> away.children("a"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> away.walk("a", (node) -> {
		}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a/bad", "a/odd", "a/v3" })
	void whenANodeCannotBeReadThenItIsCopiedMovedAndDeletedByteByByte(String path) {
		putUnreadable();
		Map<String, String> before = values(path + '/');
		this.hierarchy.copy(path, this.hierarchy, "b/copy");
		this.hierarchy.move(path, "b/moved");
		assertThat(values("b/moved/")).isEqualTo(values("b/copy/"));
		assertThat(values(path + '/')).isEmpty();
		if (!path.equals("a")) {
			assertThat(values("b/copy/")).isEqualTo(before);
		}
		assertThat(values("b/copy/")).containsKeys(keys(before));
		assertThat(values("b/copy/").entrySet()).filteredOn((entry) -> !entry.getKey().startsWith("zz/.z"))
			.allSatisfy((entry) -> assertThat(entry.getKey().endsWith(".zgroup") || before.entrySet().contains(entry))
				.as(entry.getKey())
				.isTrue());
		this.hierarchy.delete("b/copy");
		assertThat(values("b/copy/")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whenANodeCannotBeReadThenAConversionIsRefusedByName(ZarrFormat format) {
		putUnreadable();
		String refused = (format == ZarrFormat.V3) ? "'a/bad'" : "'a/v3'";
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.copy("a", this.hierarchy, "b", CopyOptions.defaults().format(format)))
			.withMessageContaining(refused)
			.withCauseInstanceOf(
					(format == ZarrFormat.V3) ? CorruptDataException.class : UnsupportedExtensionException.class);
		assertThat(values("b")).isEmpty();
	}

	@Test
	void whenANodeCannotBeReadThenConsolidatedMetadataThatWouldHideItAreRefused() {
		putUnreadable();
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.consolidate("a"))
			.withMessageContaining("'a/bad' cannot be read");
		assertThat(values("a/")).doesNotContainKey(".zmetadata");
	}

	@Test
	void whenConsolidatedMetadataHaveANodeThatCannotBeReadThenItIsListed() {
		put("a/.zgroup", GROUP);
		put("a/.zmetadata", "{\"zarr_consolidated_format\":1,\"metadata\":{\".zgroup\":" + GROUP + ",\"odd/.zarray\":"
				+ UNSUPPORTED + ",\"zz/.zarray\":" + ARRAY + "}}");
		List<String> nodes = new ArrayList<>();
		this.hierarchy.openConsolidated("a")
			.walk((node) -> nodes.add(node.path().name() + (node instanceof UnreadableNode)));
		assertThat(nodes).containsExactly("afalse", "oddtrue", "zzfalse");
	}

	@Test
	void whenTheRootIsCopiedBelowAPathOfAnotherStoreThenAllOfItIsThere() {
		putForeign();
		put(".zgroup", GROUP);
		try (StorageBackend other = new ConcurrentMapBackend()) {
			Hierarchy target = this.engine.hierarchy("other", other);
			this.hierarchy.copy("", target, "x/y");
			assertThat(other.list("x/y/", null, 1000)).extracting((key) -> key.value().substring(4))
				.containsAll(values("").keySet());
			assertThat(target.open("x/y/a/m").read().bytes()).containsExactly('3', 0);
		}
	}

	@Test
	void whenACopyFailsThenWhatWasBelowItsPathBeforeStays() {
		putForeign();
		put("b/mine/.zarray", ARRAY);
		put("b/mine/0", "9");
		Map<String, String> before = values("");
		Hierarchy failing = this.engine.hierarchy("failing", new DelegatingBackend(this.map) {

			@Override
			public void write(StoreKey key, ByteBuffer bytes) {
				if (key.value().equals("b/m/0")) {
					throw new StoreUnavailableException("The disk is away");
				}
				super.write(key, bytes);
			}

		});
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> failing.copy("a", failing, "b"));
		assertThat(values("")).containsAllEntriesOf(before);
		assertThat(values("b/")).containsOnlyKeys("mine/.zarray", "mine/0");
		put("b/README.md", "mine");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.copy("a", this.hierarchy, "b"))
			.withMessageContaining("'b/README.md'");
		assertThat(values("b/")).containsOnlyKeys("README.md", "mine/.zarray", "mine/0")
			.containsEntry("README.md", "mine");
	}

}
