package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.FlushableBackend.Flush;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.zip.ArchiveWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnapshotBackend}.
 */
class SnapshotBackendTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@TempDir
	Path directory;

	private final List<String> log = new ArrayList<>();

	private SnapshotOptions options = SnapshotOptions.of(Path.of("unset"));

	@BeforeEach
	void setUp() {
		this.options = SnapshotOptions.of(this.directory.resolve("data/warm.zip")).withInterval(Duration.ZERO);
	}

	private SnapshotBackend open() {
		return new SnapshotBackend(this.options, this.log::add);
	}

	private Path archive() {
		return this.options.path();
	}

	static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	static String text(SnapshotBackend backend, StoreKey key) {
		return backend.read(key)
			.map((value) -> StandardCharsets.UTF_8.decode(value.bytes()).toString())
			.orElse("(none)");
	}

	private TreeSet<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("data"))) {
			return new TreeSet<>(files.map((file) -> file.getFileName().toString()).toList());
		}
	}

	/**
	 * Leave the files as a killed process does.
	 */
	private void copyFiles(String target) throws IOException {
		Path to = Files.createDirectories(this.directory.resolve(target));
		try (Stream<Path> files = Files.list(this.directory.resolve("data"))) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.copy(file, to.resolve(file.getFileName()));
			}
		}
		this.options = SnapshotOptions.of(to.resolve("warm.zip"))
			.withInterval(Duration.ZERO)
			.withJournal(this.options.journal());
	}

	@Test
	@DisplayName("4.1 What is in memory is saved at the interval and loaded when the store is opened again")
	void whenOpenedAgainThenValuesAreThere() throws Exception {
		this.options = this.options.withInterval(Duration.ofMillis(20)).withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("value"));
			long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
			while (backend.statistics().savedSequence() < 1 && System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
			assertThat(backend.statistics().savedSequence()).isEqualTo(1);
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("value");
			assertThat(backend.info().entries()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("4.1 on-shutdown saves what has changed, and without it nothing is saved at the end")
	void whenClosedThenSavedIfWanted() {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("first"));
		}
		this.options = this.options.withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("first");
			backend.write(KEY, bytes("second"));
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("first");
		}
	}

	@Test
	@DisplayName("4.2 The snapshot is a zip archive with the plain keys, stored, and is not rewritten when nothing changed")
	void whenSavedThenZipWithPlainKeys() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("value"));
			backend.write(StoreKey.of("子/zarr.json"), bytes("{}"));
			assertThat(backend.flush().bytes()).isEqualTo(Files.size(archive()));
			try (ZipFile zip = new ZipFile(archive().toFile())) {
				assertThat(zip.stream().map((entry) -> entry.getName())).containsExactlyInAnyOrder("a/c/0",
						"子/zarr.json");
				assertThat(zip.getInputStream(zip.getEntry("a/c/0")).readAllBytes())
					.isEqualTo("value".getBytes(StandardCharsets.UTF_8));
				assertThat(zip.getComment())
					.matches("zarr-spring snapshot 1; sequence=2; entries=2; store=[0-9a-f]{8}; crc32c=[0-9a-f]{8}");
			}
			Object file = Files.getAttribute(archive(), "unix:ino");
			assertThat(backend.flush().bytes()).isZero();
			backend.delete(StoreKey.of("missing"));
			assertThat(backend.flush().bytes()).isZero();
			assertThat(Files.getAttribute(archive(), "unix:ino")).isEqualTo(file);
		}
		assertThat(names()).containsExactly("warm.zip", "warm.zip.lock");
	}

	@Test
	@DisplayName("4.2 As many generations are kept as configured, and no more once there are fewer to keep")
	void whenSavedOftenThenGenerationsAreKept() throws IOException {
		this.options = this.options.withKeep(3);
		try (SnapshotBackend backend = open()) {
			for (int i = 0; i < 5; i++) {
				backend.write(KEY, bytes("value " + i));
				backend.flush();
			}
		}
		assertThat(names()).hasSize(4).contains("warm.zip", "warm.zip.gen-0000000000000000004");
		this.options = this.options.withKeep(1);
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("last"));
		}
		assertThat(names()).containsExactly("warm.zip", "warm.zip.lock");
	}

	@Test
	@DisplayName("4.3 A damaged newest generation is put aside, and the one before is used with a warning")
	void whenNewestIsDamagedThenPreviousIsUsed() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("first"));
			backend.flush();
			backend.write(KEY, bytes("second"));
		}
		flip(archive(), Files.size(archive()) / 2, 3);
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("first");
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			assertThat(backend.report().warnings()).anyMatch((warning) -> warning.contains("is damaged"));
			assertThat(this.log).anyMatch((line) -> line.contains("is damaged"));
			assertThat(names()).contains("warm.zip.corrupt-1");
			assertThat(backend.flush().bytes()).isPositive();
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("first");
		}
	}

	@Test
	@DisplayName("4.3 With a journal a damaged newest generation costs nothing: the one before and all changes since are there")
	void whenNewestIsDamagedThenJournalMakesUpForIt() throws IOException {
		this.options = this.options.withJournal(JournalMode.EVERY_WRITE);
		try (SnapshotBackend backend = open()) {
			for (int i = 0; i < 20; i++) {
				backend.write(StoreKey.of("a/c/" + i % 7), bytes("value " + i));
				if (i % 6 == 5) {
					backend.flush();
				}
			}
		}
		flip(archive(), 40, 0);
		try (SnapshotBackend backend = open()) {
			for (int i = 13; i < 20; i++) {
				assertThat(text(backend, StoreKey.of("a/c/" + i % 7))).isEqualTo("value " + i);
			}
			assertThat(backend.report().problems()).isEmpty();
		}
	}

	@Test
	@DisplayName("4.3 Where no generation is whole the store does not start, and does not look empty")
	void whenAllAreDamagedThenRefused() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("first"));
		}
		flip(archive(), 40, 0);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(this::open)
				.withMessageContaining("Restore it from a copy");
		}
		flip(archive(), 40, 0);
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("first");
		}
	}

	@Test
	@DisplayName("4.3 A bit flipped anywhere in a snapshot is found")
	void whenAnyBitOfSnapshotIsFlippedThenFound() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("value"));
			backend.write(StoreKey.of("子/zarr.json"), bytes("{}"));
		}
		for (long position = 0; position < Files.size(archive()); position++) {
			for (int bit = 0; bit < 8; bit++) {
				flip(archive(), position, bit);
				assertThatExceptionOfType(CorruptDataException.class)
					.as("bit %d of byte %d of %d", bit, position, Files.size(archive()))
					.isThrownBy(this::open);
				flip(archive(), position, bit);
			}
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("value");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	@DisplayName("4.3 An archive with fewer or more values than it says is damaged")
	void whenValuesAreMissingThenFound(int said) throws IOException {
		Files.createDirectories(archive().getParent());
		try (FileChannel channel = FileChannel.open(archive(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(channel, false);
			writer.add(KEY.value(), bytes("value"));
			writer.seal("zarr-spring snapshot 1; sequence=1; entries=%d; store=0000002a; crc32c=".formatted(said));
		}
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(this::open)
			.withMessageContaining("The archive has 1 values, not " + said);
	}

	@Test
	@DisplayName("4.5 A bit flipped anywhere in the journal is found and never read as data")
	void whenAnyBitOfJournalIsFlippedThenFound() throws IOException {
		this.options = this.options.withFsync(false).withJournal(JournalMode.EVERY_WRITE).withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			for (int i = 0; i < 4; i++) {
				backend.write(StoreKey.of("a/c/" + i), bytes("value"));
			}
		}
		Path segment = this.directory.resolve("data/warm.zip.journal-0000000001");
		byte[] good = Files.readAllBytes(segment);
		int record = JournalFormat.RECORD_HEADER + Change.ENTRY_SIZE + 10;
		assertThat(good).hasSize(2 * 32 + 4 * record);
		for (int position = 0; position < good.length; position++) {
			byte[] damaged = good.clone();
			damaged[position] ^= (byte) (1 << position % 8);
			Files.write(segment, damaged);
			int whole = Math.max(0, (position - 64) / record);
			this.log.clear();
			try (SnapshotBackend backend = open()) {
				assertThat(backend.info().entries()).as("values before the damage at %d", position).isEqualTo(whole);
				assertThat(backend.list("", null, 10)).allMatch((key) -> text(backend, key).equals("value"));
				assertThat(this.log).hasSize(1);
				boolean last = position >= 64 + 3 * record;
				assertThat(backend.report().condition()).isEqualTo(last ? Condition.UP : Condition.DOWN);
			}
			for (String name : names()) {
				Files.delete(this.directory.resolve("data").resolve(name));
			}
		}
	}

	@Test
	@DisplayName("4.5 A damaged segment is put aside when a snapshot has what came before, and changes after that are safe")
	void whenSegmentIsDamagedThenStoreGoesOn() throws IOException {
		this.options = this.options.withJournal(JournalMode.EVERY_WRITE).withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			for (int i = 0; i < 4; i++) {
				backend.write(StoreKey.of("a/c/" + i), bytes("value"));
			}
		}
		flip(this.directory.resolve("data/warm.zip.journal-0000000001"), 200, 1);
		try (SnapshotBackend backend = open()) {
			assertThat(backend.info().entries()).isEqualTo(2);
			backend.write(StoreKey.of("after"), bytes("value"));
		}
		try (SnapshotBackend backend = open()) {
			assertThat(backend.info().entries()).as("with the change after the damage").isEqualTo(3);
			backend.write(KEY, bytes("another"));
			backend.flush();
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("another");
			assertThat(backend.info().entries()).isEqualTo(3);
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
		}
	}

	@Test
	@DisplayName("4.5 A journal whose end is missing gives all changes before, wherever it was cut")
	void whenTailIsTornThenCutOff() throws IOException {
		this.options = this.options.withFsync(false).withJournal(JournalMode.EVERY_WRITE).withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("first"));
			backend.writeAll(Map.of(StoreKey.of("b/c/0"), bytes("x"), StoreKey.of("b/c/1"), bytes("y")));
		}
		Path segment = this.directory.resolve("data/warm.zip.journal-0000000001");
		byte[] whole = Files.readAllBytes(segment);
		for (int length = 0; length < whole.length; length++) {
			Files.write(segment, Arrays.copyOf(whole, length));
			try (SnapshotBackend backend = open()) {
				assertThat(backend.info().entries()).as("values of %d bytes", length).isIn(0L, 1L);
				assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			}
			for (String name : names()) {
				Files.delete(this.directory.resolve("data").resolve(name));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EVERY_SECOND", "EVERY_WRITE" })
	@DisplayName("4.5 The journal brings back writes, conditional writes, deletes and batches")
	void whenReplayedThenAllKindsOfChangesAreThere(JournalMode mode) throws IOException {
		this.options = this.options.withJournal(mode).withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			IntStream.range(0, 6).forEach((i) -> backend.write(StoreKey.of("a/c/" + i), bytes("old")));
			backend.flush();
			backend.delete(StoreKey.of("a/c/0"));
			Version version = backend.read(StoreKey.of("a/c/1")).map(StoredValue::version).orElseThrow();
			assertThat(backend.compareAndSet(StoreKey.of("a/c/1"), version, bytes("new"))).isTrue();
			assertThat(backend.compareAndSet(StoreKey.of("a/c/1"), version, bytes("newer"))).isFalse();
			version = backend.read(StoreKey.of("a/c/2")).map(StoredValue::version).orElseThrow();
			assertThat(backend.compareAndDelete(StoreKey.of("a/c/2"), version)).isTrue();
			backend.writeAll(Map.of(StoreKey.of("b/c/0"), bytes("x"), StoreKey.of("a/c/3"), bytes("y")));
			backend.deleteAll("a/c/4");
			backend.deleteAll(List.of(StoreKey.of("a/c/5")));
			assertThat(backend.compareAndSet(StoreKey.of("z"), Version.ABSENT, bytes(""))).isTrue();
		}
		copyFiles("killed");
		try (SnapshotBackend backend = open()) {
			Map<String, String> values = new HashMap<>();
			backend.list("", null, 100).forEach((key) -> values.put(key.value(), text(backend, key)));
			assertThat(values)
				.containsExactlyInAnyOrderEntriesOf(Map.of("a/c/1", "new", "a/c/3", "y", "b/c/0", "x", "z", ""));
			assertThat(backend.statistics().sequence()).isEqualTo(13);
		}
	}

	@Test
	@DisplayName("4.4 flush returns how long it took and how much it wrote")
	void whenFlushedThenDurationAndBytes() throws IOException {
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("value"));
			assertThat(backend.report().details()).containsEntry("changes", 1L).doesNotContainKey("saved");
			Flush flush = backend.flush();
			assertThat(flush.bytes()).isEqualTo(Files.size(archive()));
			assertThat(backend.report().details()).containsEntry("saved", 1L);
			assertThat(flush.duration()).isPositive().isLessThan(Duration.ofMinutes(1));
			assertThat(backend.statistics().saveDuration()).isEqualTo(flush.duration());
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.7 drop removes data and files, and what is dropped does not come back")
	void whenDroppedThenFilesAreGone(JournalMode mode) throws IOException {
		this.options = this.options.withJournal(mode);
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("first"));
			backend.flush();
			backend.write(KEY, bytes("second"));
			backend.flush();
			backend.drop();
			assertThat(backend.info().entries()).isZero();
			assertThat(names()).allMatch((name) -> name.endsWith(".lock") || name.contains(".journal-"));
		}
		assertThat(names()).isEmpty();
		try (SnapshotBackend backend = open()) {
			assertThat(backend.info().entries()).isZero();
		}
	}

	@Test
	@DisplayName("4.7 A dropped store can be used on, and a killed process leaves what was written after")
	void whenDroppedThenUsableOn() throws IOException {
		this.options = this.options.withJournal(JournalMode.EVERY_WRITE);
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("first"));
			backend.flush();
			backend.write(StoreKey.of("other"), bytes("second"));
			backend.drop();
			backend.write(KEY, bytes("third"));
			copyFiles("killed");
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("third");
			assertThat(backend.info().entries()).isEqualTo(1);
			assertThat(backend.report().problems()).isEmpty();
		}
	}

	@Test
	@DisplayName("4.8 A second store on the same path is refused with a clear text, until the first is closed")
	void whenOpenTwiceThenRefused() {
		SnapshotBackend first = open();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this::open)
				.withMessageContaining("in use by another store or context of this application");
		}
		first.write(KEY, bytes("value"));
		first.close();
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("value");
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.8 Another journal mode than the last time is applied, and nothing in the old journal is lost")
	void whenJournalModeChangesThenNothingIsLost(JournalMode mode) throws IOException {
		this.options = this.options.withJournal(JournalMode.EVERY_WRITE).withOnShutdown(false);
		try (SnapshotBackend backend = open()) {
			backend.write(KEY, bytes("value"));
		}
		this.options = this.options.withJournal(mode).withKeep(1);
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("value");
			assertThat(backend.flush().bytes()).isPositive();
			assertThat(names().stream().filter((name) -> name.contains("journal")))
				.hasSize((mode != JournalMode.OFF) ? 1 : 0);
		}
		try (SnapshotBackend backend = open()) {
			assertThat(text(backend, KEY)).isEqualTo("value");
		}
	}

	@Test
	@DisplayName("4.1 A store that is loaded in the background is unavailable until it is loaded")
	void whenLoadedInBackgroundThenUnavailableUntilLoaded() throws Exception {
		try (SnapshotBackend backend = open()) {
			IntStream.range(0, 20_000).forEach((i) -> backend.write(StoreKey.of("a/c/" + i), bytes("value")));
		}
		this.options = this.options.withBackground(true);
		try (SnapshotBackend backend = open()) {
			assertThat(backend.isLoading()).isTrue();
			assertThat(backend.report().condition()).isEqualTo(Condition.STARTING);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend.read(KEY))
				.withMessageContaining("still being loaded");
			CountDownLatch loaded = new CountDownLatch(1);
			backend.whenLoaded(loaded::countDown);
			assertThat(loaded.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(backend.info().entries()).isEqualTo(20_000);
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
		}
	}

	private static void flip(Path file, long position, int bit) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		bytes[(int) position] ^= (byte) (1 << bit);
		Files.write(file, bytes);
	}

}
