package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DuplicateKeyException;

/**
 * The same outcome whatever the settings of the driver: those that make one statement of
 * a batch, or send it in bulk, do not say how many rows each part of it wrote.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JpaDriverTests {

	private final Map<Supplier<String>, ConfigurableApplicationContext> applications = new LinkedHashMap<>();

	private static final List<Named<Supplier<String>>> URLS = List.of(Named.of("H2", Databases.H2::newUrl),
			Named.of("PostgreSQL", Databases.POSTGRESQL::newUrl),
			Named.of("PostgreSQL that rewrites batches",
					() -> Databases.POSTGRESQL.newUrl() + "&reWriteBatchedInserts=true"),
			Named.of("MariaDB", MariaDbServer::newUrl),
			Named.of("MariaDB in bulk", () -> MariaDbServer.newUrl() + "&useBulkStmts=true"),
			Named.of("MariaDB that counts changes", () -> MariaDbServer.newUrl() + "&useAffectedRows=true"));

	static Stream<Named<Supplier<String>>> urls() {
		return URLS.stream();
	}

	@AfterAll
	void close() {
		this.applications.values().forEach(ConfigurableApplicationContext::close);
	}

	private TestStore store(Supplier<String> url) {
		TestStore store = new TestStore(
				this.applications.computeIfAbsent(url, (key) -> TestApplication.start(key.get())));
		store.backend().deleteAll("");
		return store;
	}

	private static StoreKey key(int number) {
		return StoreKey.of("a/c/" + number);
	}

	private static ByteBuffer bytes(int value) {
		return ByteBuffer.allocate(4).putInt(value).flip();
	}

	private static List<Integer> values(TestStore store, int count) {
		List<Integer> values = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			values.add(store.backend().read(key(i)).map((value) -> value.bytes().getInt()).orElse(-1));
		}
		return values;
	}

	private static Map<StoreKey, ConditionalWrite> writes(TestStore store, int count, boolean delete) {
		Map<StoreKey, ConditionalWrite> writes = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			Version version = store.backend()
				.read(key(i))
				.map(io.github.zarrspring.storage.StoredValue::version)
				.orElse(Version.ABSENT);
			writes.put(key(i), new ConditionalWrite(version, delete ? null : bytes(10 + i)));
		}
		return writes;
	}

	private static void writeAll(TestStore store, int first, int count) {
		Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
		for (int i = first; i < first + count; i++) {
			values.put(key(i), bytes(i));
		}
		store.backend().writeAll(values);
	}

	@ParameterizedTest
	@MethodSource("urls")
	void whenValuesAreNewOrThereAlreadyThenAllAreWritten(Supplier<String> url) {
		TestStore store = store(url);
		writeAll(store, 0, 4);
		Assertions.assertThat(values(store, 4)).containsExactly(0, 1, 2, 3);
		store.backend().write(key(1), bytes(100));
		writeAll(store, 1, 5);
		Assertions.assertThat(values(store, 7)).containsExactly(0, 1, 2, 3, 4, 5, -1);
	}

	@ParameterizedTest
	@MethodSource("urls")
	void whenOneOfSeveralIsThereAlreadyThenNoneIsWritten(Supplier<String> url) {
		TestStore store = store(url);
		Map<StoreKey, ConditionalWrite> absent = writes(store, 4, false);
		store.backend().write(key(2), bytes(7));
		Assertions.assertThat(store.backend().compareAndSetAll(absent)).isFalse();
		Assertions.assertThat(values(store, 4)).containsExactly(-1, -1, 7, -1);
		Assertions.assertThat(store.backend().compareAndSetAll(writes(store, 4, false))).isTrue();
		Assertions.assertThat(values(store, 4)).containsExactly(10, 11, 12, 13);
	}

	@ParameterizedTest
	@MethodSource("urls")
	void whenOneOfSeveralWasChangedThenNoneIsWrittenOrDeleted(Supplier<String> url) {
		TestStore store = store(url);
		writeAll(store, 0, 4);
		Map<StoreKey, ConditionalWrite> changes = writes(store, 4, false);
		Map<StoreKey, ConditionalWrite> deletes = writes(store, 4, true);
		store.backend().write(key(2), bytes(7));
		Assertions.assertThat(store.backend().compareAndSetAll(changes)).isFalse();
		Assertions.assertThat(store.backend().compareAndSetAll(deletes)).isFalse();
		Assertions.assertThat(values(store, 4)).containsExactly(0, 1, 7, 3);
		Assertions.assertThat(store.backend().compareAndSetAll(writes(store, 4, false))).isTrue();
		Assertions.assertThat(values(store, 4)).containsExactly(10, 11, 12, 13);
		Assertions.assertThat(store.backend().compareAndSetAll(writes(store, 4, true))).isTrue();
		Assertions.assertThat(values(store, 4)).containsOnly(-1);
	}

	@ParameterizedTest
	@MethodSource("urls")
	void whenSeveralWriteFirstPartsOfChunksThenAllAreKept(Supplier<String> url) {
		TestStore store = store(url);
		for (int round = 0; round < 15; round++) {
			String path = "round" + round;
			store.ints(path, 40);
			List<CompletableFuture<?>> all = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				int cell = thread;
				all.add(start(() -> {
					store.zarr().open(path).write(Selection.of(Slice.range(cell, 37 + cell)), TestStore.filled(37, 1));
					return true;
				}));
			}
			all.forEach(CompletableFuture::join);
			Assertions.assertThat(store.read(path)).containsOnly(1);
		}
	}

	@ParameterizedTest
	@MethodSource("urls")
	void whenManyChunksAreWrittenAndDeletedThenAllAre(Supplier<String> url) {
		TestStore store = store(url);
		store.ints("many", 8_000).write(TestStore.filled(8_000, 5));
		Assertions.assertThat(store.read("many")).containsOnly(5);
		store.zarr().open("many").write(Selection.of(Slice.range(5, 7_995)), TestStore.filled(7_990, 0));
		Assertions.assertThat(store.backend().info("many/c/").entries()).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("urls")
	void whenSeveralCreateOneArrayThenOneSucceedsAndOthersFindIt(Supplier<String> url) {
		TestStore store = store(url);
		store.zarr().createGroup("g");
		for (int round = 0; round < 10; round++) {
			String path = "g/round" + round;
			List<CompletableFuture<Boolean>> all = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				all.add(start(() -> {
					try {
						store.zarr()
							.create(path, ArraySpec.of(DataType.INT32).shape(10).chunks(10).format(ZarrFormat.V3));
						return true;
					}
					catch (DuplicateKeyException ex) {
						return false;
					}
				}));
			}
			Assertions.assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
		}
	}

	private static <T> CompletableFuture<T> start(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start()).orTimeout(60, TimeUnit.SECONDS);
	}

}
