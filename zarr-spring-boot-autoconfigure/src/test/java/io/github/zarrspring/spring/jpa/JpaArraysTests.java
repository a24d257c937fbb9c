package io.github.zarrspring.spring.jpa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.Indices;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.IndexLocation;
import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arrays of all kinds in a database: what is read and written is what it is elsewhere.
 */
class JpaArraysTests {

	private static final Path FIXTURES = Path.of("../zarr-core/src/test/fixtures/given");

	private static final int ROWS = 30;

	private static final int COLUMNS = 20;

	private static Map<String, ArraySpec> specs() {
		Codec blosc = Codecs.blosc(Compressor.LZ4, 5, Shuffle.SHUFFLE);
		Codec little = Codecs.bytes(ByteOrder.LITTLE_ENDIAN);
		Map<String, ArraySpec> specs = new LinkedHashMap<>();
		specs.put("plain", ArraySpec.of(DataType.INT32).chunks(7, 6));
		specs.put("blosc", ArraySpec.of(DataType.FLOAT64).chunks(7, 6).codecs(little, blosc));
		specs.put("shards", ArraySpec.of(DataType.INT32).chunks(3, 5).shards(12, 10));
		specs.put("shards-first",
				ArraySpec.of(DataType.UINT32)
					.chunks(12, 10)
					.codecs(Codecs.sharding(new long[] { 3, 5 }, List.of(little, blosc),
							List.of(little, Codecs.crc32c()), IndexLocation.START)));
		specs.put("shards-in-shards",
				ArraySpec.of(DataType.INT64)
					.chunks(12, 12)
					.codecs(Codecs.sharding(new long[] { 6, 6 }, Codecs.sharding(new long[] { 3, 2 }, little))));
		specs.put("strings", ArraySpec.of(DataType.STRING).chunks(7, 6));
		specs.put("strings-in-shards", ArraySpec.of(DataType.STRING).chunks(3, 5).shards(12, 10));
		specs.put("structures",
				ArraySpec.of(DataType.struct(Map.of("id", DataType.INT32))).chunks(7, 6).codecs(little, blosc));
		specs.replaceAll((name, spec) -> spec.shape(ROWS, COLUMNS));
		return specs;
	}

	private static NdArray values(ZarrArray array, int seed, int... shape) {
		int size = IntStream.of(shape).reduce(1, Math::multiplyExact);
		DataType type = array.dataType();
		if (type.equals(DataType.STRING)) {
			return NdArray.of(
					IntStream.range(0, size).mapToObj((i) -> "é".repeat((i + seed) % 5) + i).toArray(String[]::new),
					shape);
		}
		NdArray numbers = NdArray.of(IntStream.range(0, size).map((i) -> seed * 1000 + i).toArray(), shape);
		if (type.equals(DataType.INT32)) {
			return numbers;
		}
		NdArray values = NdArray.zeros(type, shape);
		switch (type.name()) {
			case "uint32" -> Arrays.setAll(values.ints(), (i) -> -seed - i);
			case "int64" -> Arrays.setAll(values.longs(), (i) -> seed * 1000L + i);
			case "float64" -> Arrays.setAll(values.doubles(), (i) -> seed + i / 8.0);
			default -> values.setField("id", numbers);
		}
		return values;
	}

	/**
	 * What is done to each array.
	 */
	private static List<Consumer<ZarrArray>> changes() {
		return List.of((array) -> array.write(values(array, 1, ROWS, COLUMNS)),
				(array) -> array.write(Selection.of(Slice.range(5, 18), Slice.range(4, 19)), values(array, 2, 13, 15)),
				(array) -> array.write(Selection.parse("::7,1::6"), values(array, 3, 5, 4)),
				(array) -> array.write(Selection.orthogonal(Indices.of(20, 3, 4), Indices.of(0, 19)),
						values(array, 4, 3, 2)),
				(array) -> array.write(Selection.coordinates(new long[] { 0, 11, 29, 29 }, new long[] { 0, 10, 0, 19 }),
						values(array, 5, 4)),
				(array) -> array.resize(ROWS + 5, COLUMNS - 3),
				(array) -> array.append(values(array, 6, 4, COLUMNS - 3)));
	}

	private static List<Selection> selections() {
		return List.of(Selection.all(), Selection.parse("2,3"), Selection.parse("1:20:4,3:9"),
				Selection.orthogonal(Indices.of(20, 3, 3), Slice.range(2, 7)),
				Selection.coordinates(new long[] { 29, 0, 12, 12 }, new long[] { 16, 1, 10, 11 }));
	}

	private static void assertSame(ZarrArray actual, ZarrArray expected) {
		assertThat(actual.shape()).isEqualTo(expected.shape());
		for (Selection selection : selections()) {
			assertSame(actual.read(selection), expected.read(selection), selection.toString());
		}
	}

	private static void assertSame(NdArray actual, NdArray expected, String what) {
		assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
		assertThat(actual.dataType()).as(what).isEqualTo(expected.dataType());
		assertThat(Objects.deepEquals(actual.array(), expected.array())).as(what).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.1 Shards, blosc, strings and structures are written and selected in a database as in memory")
	void whenArraysOfAllKindsAreChangedThenTheyAreAsInMemory(Databases database) {
		TestStore store = Applications.on(database);
		try (ZarrEngine engine = ZarrEngine.create(); StorageBackend memory = new ConcurrentMapBackend()) {
			Hierarchy expected = engine.hierarchy("memory", memory);
			specs().forEach((name, spec) -> {
				ZarrArray inMemory = expected.create(name, spec);
				ZarrArray inDatabase = store.zarr().create(name, spec);
				for (Consumer<ZarrArray> change : changes()) {
					ZarrArray before = inMemory;
					store.rolledBack((status) -> {
						change.accept(inDatabase);
						assertThat(inDatabase.read().size()).isPositive();
					});
					assertSame(store.zarr().open(name), before);
					change.accept(inMemory);
					store.transaction().executeWithoutResult((status) -> {
						change.accept(inDatabase);
						// What was written is seen in the transaction itself.
						assertSame(inDatabase, before);
					});
					assertSame(store.zarr().open(name), inMemory);
				}
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenStoresOfOthersAreKeptInDatabaseThenTheyAreReadAsFromTheirFiles(Databases database) throws IOException {
		TestStore store = Applications.on(database);
		try (ZarrEngine engine = ZarrEngine.create(); Stream<Path> entries = Files.list(FIXTURES)) {
			List<Path> fixtures = entries
				.filter((path) -> path.getFileName().toString().matches("(v2|v3|ts2|ts3|grp)_.*"))
				.sorted()
				.toList();
			assertThat(fixtures).hasSizeGreaterThan(100);
			for (Path fixture : fixtures) {
				try (FilesystemBackend files = new FilesystemBackend(fixture)) {
					store.backend().deleteAll("");
					for (StoreKey key : files.list("", null, Integer.MAX_VALUE)) {
						store.backend().write(key, files.read(key).orElseThrow().bytes());
					}
					assertSameNodes(engine.hierarchy("files", files), engine.hierarchy("database", store.backend()));
				}
			}
		}
	}

	private static void assertSameNodes(Hierarchy expected, Hierarchy actual) {
		expected.walk("", (node) -> {
			String path = node.path().value();
			assertThat(actual.node(path).attributes()).isEqualTo(node.attributes());
			if (node instanceof ZarrArray array) {
				assertSame(actual.open(path).read(), array.read(), array.toString());
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.1 An array that another engine makes anew with other shards is read as it is, not by a kept index")
	void whenArrayIsMadeAnewWithOtherShardsThenKeptIndexIsNotUsed(Databases database) {
		TestStore store = Applications.on(database);
		int[] numbers = IntStream.range(1, 1601).toArray();
		try (ZarrEngine engine = ZarrEngine.create()) {
			Hierarchy other = engine.hierarchy("other", store.backend());
			for (int chunk : new int[] { 20, 10, 5, 40, 5, 20 }) {
				other.create("anew", ArraySpec.of(DataType.INT32).shape(40, 40).chunks(chunk, chunk).shards(40, 40))
					.write(NdArray.of(numbers, 40, 40));
				for (int row : new int[] { 39, 0, 21 }) {
					assertThat(store.zarr().open("anew").read(Slice.at(row)).ints())
						.isEqualTo(Arrays.copyOfRange(numbers, row * 40, row * 40 + 40));
				}
				other.delete("anew");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenMetadataAreConsolidatedInTransactionThenTheyAreAsItEnds(Databases database) {
		TestStore store = Applications.on(database);
		store.zarr().createGroup("archive");
		specs().forEach((name, spec) -> store.zarr().create("archive/" + name, spec));
		store.rolledBack((status) -> store.zarr().consolidate("archive"));
		assertThat(store.backend().read(StoreKey.of("archive/zarr.json")).map((value) -> value.size()))
			.as("without consolidated metadata")
			.hasValueSatisfying((size) -> assertThat(size).isLessThan(200));
		store.zarr().consolidate("archive");
		ZarrGroup archive = store.zarr().openConsolidated("archive");
		assertThat(archive.children()).hasSameSizeAs(specs().keySet());
		store.rolledBack((status) -> store.zarr().delete("archive/plain"));
		assertThat(store.zarr().openConsolidated("archive").children()).hasSameSizeAs(specs().keySet());
	}

	@ParameterizedTest
	@EnumSource
	void whenANodeIsMovedThenEveryKeyBelowItIsAndNoneIntoItself(Databases database) {
		TestStore store = Applications.on(database);
		StorageBackend backend = store.backend();
		store.zarr().createGroup("a", Map.of());
		backend.write(StoreKey.of("a/OME/METADATA.ome.xml"), ByteBuffer.wrap(new byte[] { 1, 2 }));
		backend.write(StoreKey.of("a/bad/.zarray"), ByteBuffer.wrap(new byte[] { '{' }));
		store.zarr().move("a", "b/c");
		assertThat(backend.list("a/", null, 10)).isEmpty();
		assertThat(backend.list("b/c/", null, 10)).extracting(StoreKey::value)
			.containsExactly("b/c/OME/METADATA.ome.xml", "b/c/bad/.zarray", "b/c/zarr.json");
		try (ZarrEngine engine = ZarrEngine.create()) {
			Hierarchy zarr = engine.hierarchy("ledger", backend);
			Hierarchy view = engine.hierarchy("view", new DelegatingBackend(backend) {
			});
			assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> zarr.copy("b", view, "b/z"))
				.withMessageContaining("one is within the other");
		}
	}

}
