package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A {@link SnapshotBackend} among files that are not its own, or not what they were.
 */
class SnapshotOtherFilesTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@TempDir
	Path directory;

	private SnapshotBackend open(Path path, JournalMode mode) {
		return new SnapshotBackend(
				SnapshotOptions.of(path).withInterval(Duration.ZERO).withOnShutdown(false).withJournal(mode),
				(line) -> {
				});
	}

	private Path warm() {
		return this.directory.resolve("warm.zip");
	}

	private Path segment(int number) {
		return this.directory.resolve("warm.zip.journal-%010d".formatted(number));
	}

	private static TreeSet<String> names(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return new TreeSet<>(files.map((file) -> file.getFileName().toString()).toList());
		}
	}

	private static void copyFiles(Path from, Path to) throws IOException {
		Files.createDirectories(to);
		for (String name : names(from)) {
			if (Files.isRegularFile(from.resolve(name))) {
				Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	private static TreeMap<String, String> values(SnapshotBackend backend) {
		TreeMap<String, String> values = new TreeMap<>();
		backend.list("", null, 1000).forEach((key) -> values.put(key.value(), SnapshotBackendTests.text(backend, key)));
		return values;
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.7 drop removes the files of the store and no others, however similar their names")
	void whenDroppedThenFilesOfOthersStay(JournalMode mode) throws IOException {
		List<String> others = new ArrayList<>(List.of("warm.zip.bak", "warm.zip.journal-old", "warm.zip.gen-1",
				"warm.zip.gen-backup", "warm.zip.corrupt-copy", "warm.zipper"));
		for (String name : others) {
			Files.writeString(this.directory.resolve(name), name);
		}
		try (SnapshotBackend other = open(this.directory.resolve("warm.zip.2"), mode);
				SnapshotBackend backend = open(warm(), mode)) {
			other.write(KEY, SnapshotBackendTests.bytes("other"));
			other.flush();
			backend.write(KEY, SnapshotBackendTests.bytes("value"));
			backend.flush();
			backend.write(KEY, SnapshotBackendTests.bytes("another"));
			backend.flush();
			TreeSet<String> ofOther = names(this.directory);
			ofOther.removeIf((name) -> !name.startsWith("warm.zip.2"));
			others.addAll(ofOther);
			backend.drop();
			assertThat(names(this.directory)).containsAll(others)
				.noneMatch((name) -> name.matches("warm\\.zip(\\.gen-\\d{19})?"));
		}
		assertThat(names(this.directory)).containsExactlyInAnyOrderElementsOf(others);
		try (SnapshotBackend other = open(this.directory.resolve("warm.zip.2"), mode)) {
			assertThat(SnapshotBackendTests.text(other, KEY)).isEqualTo("other");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "saved.corrupt-1/warm.zip", "warm.zip.corrupt-1" })
	@DisplayName("4.5 The journal is replayed wherever the store is, also under the name of an archive that was put aside")
	void whenPathLooksQuarantinedThenJournalIsReplayed(String path) {
		for (int i = 0; i < 3; i++) {
			try (SnapshotBackend backend = open(this.directory.resolve(path), JournalMode.EVERY_WRITE)) {
				assertThat(values(backend)).hasSize(i);
				backend.write(StoreKey.of("a/c/" + i), SnapshotBackendTests.bytes("value"));
			}
		}
	}

	@Test
	@DisplayName("4.3 The archive of another store in the place of the own is never mixed with the own journal")
	void whenArchiveIsOfAnotherStoreThenJournalIsNotAppliedToIt() throws IOException {
		Path other = this.directory.resolve("other/warm.zip");
		try (SnapshotBackend backend = open(other, JournalMode.EVERY_WRITE)) {
			IntStream.range(0, 5)
				.forEach((i) -> backend.write(StoreKey.of("other/" + i), SnapshotBackendTests.bytes("other")));
			backend.flush();
		}
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			backend.write(KEY, SnapshotBackendTests.bytes("first"));
			backend.flush();
			backend.write(KEY, SnapshotBackendTests.bytes("second"));
			backend.flush();
			IntStream.range(0, 20)
				.forEach((i) -> backend.write(StoreKey.of("a/c/" + i), SnapshotBackendTests.bytes("third")));
		}
		Files.copy(other, warm(), StandardCopyOption.REPLACE_EXISTING);
		for (int i = 0; i < 2; i++) {
			try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
				assertThat(values(backend)).hasSize(5 + i).containsEntry("other/0", "other");
				assertThat(backend.report().condition()).isEqualTo((i == 0) ? Condition.DOWN : Condition.UP);
				assertThat(backend.report().problems())
					.allMatch((problem) -> problem.contains("the journal of another store"));
				assertThat(names(this.directory)).anyMatch((name) -> name.matches(".*\\.gen-\\d{19}\\.corrupt-1"));
				backend.write(StoreKey.of("new/" + i), SnapshotBackendTests.bytes("new"));
			}
		}
	}

	@Test
	@DisplayName("4.3 Generations newer than an archive that was put back are not taken for its past")
	void whenOlderArchiveIsPutBackThenNewerGenerationsArePutAside() throws IOException {
		Path saved = this.directory.resolve("saved.zip");
		try (SnapshotBackend backend = open(warm(), JournalMode.OFF)) {
			for (int i = 0; i < 4; i++) {
				backend.write(KEY, SnapshotBackendTests.bytes("value " + i));
				backend.flush();
				if (i == 0) {
					Files.copy(warm(), saved);
				}
			}
		}
		Files.copy(saved, warm(), StandardCopyOption.REPLACE_EXISTING);
		try (SnapshotBackend backend = open(warm(), JournalMode.OFF)) {
			assertThat(SnapshotBackendTests.text(backend, KEY)).isEqualTo("value 0");
			assertThat(backend.report().warnings()).anyMatch((warning) -> warning.contains("does not lead to"));
			for (int i = 10; i < 12; i++) {
				backend.write(KEY, SnapshotBackendTests.bytes("value " + i));
				backend.flush();
			}
		}
		Files.write(warm(), new byte[] { 1, 2, 3 });
		try (SnapshotBackend backend = open(warm(), JournalMode.OFF)) {
			assertThat(SnapshotBackendTests.text(backend, KEY)).isEqualTo("value 10");
		}
	}

	@Test
	@DisplayName("4.3 A generation under the name of another is found")
	void whenGenerationHasAnotherNameThenFound() throws IOException {
		try (SnapshotBackend backend = open(warm(), JournalMode.OFF)) {
			for (int i = 0; i < 2; i++) {
				backend.write(KEY, SnapshotBackendTests.bytes("value " + i));
				backend.flush();
			}
		}
		Files.move(this.directory.resolve("warm.zip.gen-0000000000000000001"),
				this.directory.resolve("warm.zip.gen-0000000000000000009"));
		Files.delete(warm());
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> open(warm(), JournalMode.OFF))
			.withMessageContaining("not the one its name says");
	}

	@Test
	@DisplayName("4.5 Changes behind damage never come back, whenever the process dies while the store goes on")
	void whenStoreGoesOnAfterDamageThenWhatWasBehindItStaysAway() throws IOException {
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			IntStream.range(0, 4)
				.forEach((i) -> backend.write(StoreKey.of("a/c/" + i), SnapshotBackendTests.bytes("old")));
		}
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			IntStream.range(0, 40)
				.forEach((i) -> backend.write(StoreKey.of("lost/" + i), SnapshotBackendTests.bytes("lost")));
		}
		byte[] damaged = Files.readAllBytes(segment(1));
		damaged[150] ^= 4;
		Files.write(segment(1), damaged);
		Path killed = this.directory.resolve("killed");
		TreeMap<String, String> expected;
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			IntStream.range(0, 10)
				.forEach((i) -> backend.write(StoreKey.of("b/c/" + i), SnapshotBackendTests.bytes("new")));
			expected = values(backend);
			assertThat(expected).hasSizeBetween(10, 13).doesNotContainValue("lost");
			copyFiles(this.directory, killed);
			backend.flush();
		}
		try (SnapshotBackend backend = open(killed.resolve("warm.zip"), JournalMode.EVERY_WRITE)) {
			assertThat(values(backend)).as("killed before the snapshot").isEqualTo(expected);
		}
		copyFiles(this.directory, killed);
		for (String name : names(killed)) {
			Path whole = killed.resolve(name.replaceFirst("\\.corrupt-\\d+$", ""));
			if (name.contains(".corrupt-") && name.contains("0000000001") && !Files.exists(whole)) {
				Files.move(killed.resolve(name), whole);
			}
		}
		try (SnapshotBackend backend = open(killed.resolve("warm.zip"), JournalMode.EVERY_WRITE)) {
			assertThat(values(backend)).as("killed before the damaged segment was put aside").isEqualTo(expected);
		}
	}

	@Test
	@DisplayName("4.1 A zip archive that another tool wrote is what the store begins with, and is kept")
	void whenArchiveIsOfAnotherToolThenTakenOver() throws IOException {
		try (OutputStream file = Files.newOutputStream(warm()); ZipOutputStream zip = new ZipOutputStream(file)) {
			zip.putNextEntry(new ZipEntry("a/"));
			zip.putNextEntry(new ZipEntry("a/c/0"));
			zip.write("value ".repeat(100).getBytes(StandardCharsets.UTF_8));
			zip.putNextEntry(new ZipEntry("../outside"));
			zip.putNextEntry(new ZipEntry("zarr.json"));
			zip.write("{}".getBytes(StandardCharsets.UTF_8));
		}
		byte[] original = Files.readAllBytes(warm());
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			assertThat(values(backend)).containsOnlyKeys("a/c/0", "zarr.json")
				.containsEntry("a/c/0", "value ".repeat(100));
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			assertThat(backend.report().warnings()).singleElement().asString().contains("2 values were taken over");
			assertThat(this.directory.resolve("warm.zip.imported-1")).hasBinaryContent(original);
			backend.write(KEY, SnapshotBackendTests.bytes("new"));
		}
		try (SnapshotBackend backend = open(warm(), JournalMode.OFF)) {
			assertThat(values(backend)).containsEntry("a/c/0", "new").containsEntry("zarr.json", "{}");
			assertThat(backend.report().warnings()).isEmpty();
		}
	}

	@Test
	@DisplayName("4.3 A zip archive that another tool wrote does not take the place of one that a journal continues")
	void whenForeignArchiveReplacesOwnThenRefusedOrPutAside() throws IOException {
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			backend.write(KEY, SnapshotBackendTests.bytes("value"));
			backend.flush();
		}
		try (OutputStream file = Files.newOutputStream(warm()); ZipOutputStream zip = new ZipOutputStream(file)) {
			zip.putNextEntry(new ZipEntry("a/c/0"));
		}
		byte[] foreign = Files.readAllBytes(warm());
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> open(warm(), JournalMode.OFF));
		assertThat(warm()).hasBinaryContent(foreign);
	}

	@Test
	@DisplayName("4.9 Saves that fail do not leave a segment of the journal each")
	void whenSavesFailThenSegmentsDoNotPileUp() throws IOException {
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_WRITE)) {
			Path inTheWay = Files.createDirectories(this.directory.resolve("warm.zip.tmp/in-the-way"));
			for (int i = 0; i < 20; i++) {
				backend.write(StoreKey.of("a/c/" + i), SnapshotBackendTests.bytes("value"));
				assertThatExceptionOfType(StoreFailureException.class).isThrownBy(backend::flush);
			}
			assertThat(names(this.directory)).filteredOn((name) -> name.contains(".journal-")).hasSizeLessThan(4);
			Files.delete(inTheWay);
			assertThat(backend.flush().bytes()).isPositive();
			backend.write(KEY, SnapshotBackendTests.bytes("last"));
		}
		try (SnapshotBackend backend = open(warm(), JournalMode.OFF)) {
			assertThat(values(backend)).hasSize(20).containsEntry("a/c/0", "last");
			assertThat(backend.report().warnings()).isEmpty();
			assertThat(backend.report().problems()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 219, 300 })
	@DisplayName("4.8 A path whose name leaves no room for the names of the other files is refused at once")
	void whenNameIsTooLongThenRefused(int length) {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> open(this.directory.resolve("n".repeat(length)), JournalMode.OFF))
			.withMessageContaining("is too long");
		try (SnapshotBackend backend = open(this.directory.resolve("n".repeat(218)), JournalMode.EVERY_WRITE)) {
			for (int i = 0; i < 3; i++) {
				backend.write(KEY, SnapshotBackendTests.bytes("value " + i));
				assertThat(backend.flush().bytes()).isPositive();
			}
		}
	}

	@Test
	@DisplayName("4.8 A link to the archive is another name of the same store, and stays one")
	void whenPathIsALinkThenItsTargetIsTheStore() throws IOException {
		Path target = this.directory.resolve("there/cold.zip");
		Files.createSymbolicLink(warm(), Path.of("there/cold.zip"));
		try (SnapshotBackend backend = open(warm(), JournalMode.EVERY_SECOND)) {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> open(target, JournalMode.EVERY_SECOND))
				.withMessageContaining("in use by another store");
			backend.write(KEY, SnapshotBackendTests.bytes("value"));
			backend.flush();
		}
		assertThat(warm()).isSymbolicLink();
		assertThat(target).isRegularFile();
		try (SnapshotBackend backend = open(target, JournalMode.OFF)) {
			assertThat(SnapshotBackendTests.text(backend, KEY)).isEqualTo("value");
		}
	}

}
