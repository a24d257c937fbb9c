package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.filesystem.disk.TestDisk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnapshotBackend} on a disk that is full or fails.
 */
class SnapshotFullDiskTests {

	private final TestDisk disk = new TestDisk();

	private final List<String> log = new ArrayList<>();

	private final Map<String, Integer> written = new TreeMap<>();

	private final SnapshotOptions options = SnapshotOptions.of(this.disk.path("/data/warm.zip"))
		.withInterval(Duration.ZERO)
		.withOnShutdown(false);

	private SnapshotBackend open(JournalMode mode) {
		return new SnapshotBackend(this.options.withJournal(mode), this.log::add);
	}

	private void write(SnapshotBackend backend, int number) {
		String key = "a/c/" + number % 10;
		backend.write(StoreKey.of(key), ByteBuffer.allocate(500).putInt(0, number));
		this.written.put(key, number);
	}

	private void check(JournalMode mode) {
		try (SnapshotBackend backend = open(mode)) {
			Map<String, Integer> found = new TreeMap<>();
			backend.list("", null, 100)
				.forEach((key) -> found.put(key.value(), backend.read(key).orElseThrow().bytes().getInt(0)));
			assertThat(found).isEqualTo(this.written);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 40, 700, 3000 })
	@DisplayName("4.2 A full disk during a snapshot harms nothing that was saved, and health tells until there is room")
	void whenDiskIsFullDuringSnapshotThenNothingSavedIsHarmed(int room) {
		try (SnapshotBackend backend = open(JournalMode.OFF)) {
			for (int i = 0; i < 10; i++) {
				write(backend, i);
			}
			long used = backend.flush().bytes();
			Map<String, Integer> saved = new TreeMap<>(this.written);
			write(backend, 13);
			this.disk.limitSpace(used + 64 + room);
			assertThatExceptionOfType(ZarrException.class).isThrownBy(backend::flush)
				.withMessageContaining("No space left on device");
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			assertThat(backend.report().problems()).anyMatch((problem) -> problem.contains("No space left"));
			this.written.clear();
			this.written.putAll(saved);
		}
		check(JournalMode.OFF);
		this.disk.limitSpace(Long.MAX_VALUE);
		try (SnapshotBackend backend = open(JournalMode.OFF)) {
			write(backend, 13);
			write(backend, 14);
			backend.flush();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
		}
		check(JournalMode.OFF);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 20, 300, 900 })
	@DisplayName("4.5 Where a change does not fit into the journal, every-write refuses it and all after it until a snapshot is saved")
	void whenDiskIsFullThenEveryWriteRefuses(int room) {
		try (SnapshotBackend backend = open(JournalMode.EVERY_WRITE)) {
			for (int i = 0; i < 10; i++) {
				write(backend, i);
			}
			backend.flush();
			for (int i = 10; i < 15; i++) {
				write(backend, i);
			}
			this.disk.limitSpace(12_800 + room);
			int refused = 0;
			for (int i = 15; i < 40; i++) {
				StoreKey key = StoreKey.of("full/" + i);
				try {
					backend.write(key, ByteBuffer.allocate(1000));
					this.written.put(key.value(), 0);
				}
				catch (StoreUnavailableException ex) {
					refused++;
					assertThat(ex).hasMessageContaining("No space left on device");
				}
			}
			assertThat(refused).isPositive();
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			assertThatExceptionOfType(ZarrException.class).isThrownBy(backend::flush);
			this.disk.limitSpace(Long.MAX_VALUE);
			backend.flush();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			for (StoreKey key : backend.list("full/", null, 100)) {
				// The one whose force failed may be there or not.
				if (!this.written.containsKey(key.value())) {
					backend.delete(key);
				}
			}
			write(backend, 41);
		}
		check(JournalMode.EVERY_WRITE);
	}

	@Test
	@DisplayName("4.5 After a failed force nothing is acknowledged until a snapshot has made up for it")
	void whenForceFailsThenRefusedUntilSnapshot() {
		try (SnapshotBackend backend = open(JournalMode.EVERY_WRITE)) {
			write(backend, 1);
			this.disk.failForces(true);
			StoreKey key = StoreKey.of("unsure");
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> backend.write(key, ByteBuffer.allocate(4)))
				.withMessageContaining("is not safe until the next snapshot");
			this.disk.failForces(false);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> backend.write(key, ByteBuffer.allocate(4)))
				.withMessageContaining("The change was not made");
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			backend.flush();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			write(backend, 2);
			backend.delete(key);
		}
		check(JournalMode.EVERY_WRITE);
	}

	@ParameterizedTest
	@EnumSource(names = { "EVERY_SECOND", "EVERY_WRITE" })
	@DisplayName("4.5 A store that is closed while its disk is full fails with what is wrong, whatever its interval is")
	void whenClosedWhileDiskIsFullThenFailureIsTyped(JournalMode mode) {
		SnapshotBackend backend = new SnapshotBackend(
				this.options.withJournal(mode).withOnShutdown(true).withInterval(Duration.ofHours(1)), this.log::add);
		write(backend, 1);
		backend.flush();
		this.disk.limitSpace(0);
		try {
			write(backend, 2);
		}
		catch (StoreUnavailableException ex) {
			assertThat(mode).isEqualTo(JournalMode.EVERY_WRITE);
		}
		assertThatExceptionOfType(ZarrException.class).isThrownBy(backend::close)
			.withMessageContaining("No space left on device");
		this.disk.limitSpace(Long.MAX_VALUE);
		try (SnapshotBackend again = open(mode)) {
			assertThat(again.read(StoreKey.of("a/c/1"))).isPresent();
		}
	}

	@Test
	@DisplayName("4.5 With every-second changes go on while the disk is full, and are saved once there is room")
	void whenDiskIsFullThenEverySecondGoesOn() {
		try (SnapshotBackend backend = open(JournalMode.EVERY_SECOND)) {
			write(backend, 1);
			backend.flush();
			this.disk.limitSpace(1500);
			for (int i = 2; i < 3000; i++) {
				write(backend, i);
			}
			assertThat(backend.report().condition()).isEqualTo(Condition.DOWN);
			assertThatExceptionOfType(ZarrException.class).isThrownBy(backend::flush);
			this.disk.limitSpace(Long.MAX_VALUE);
			backend.flush();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			write(backend, 3001);
		}
		check(JournalMode.EVERY_SECOND);
	}

	@Test
	void whenSavesOfBrokenJournalFailThenTheyLeaveNoFiles() throws IOException {
		try (SnapshotBackend backend = open(JournalMode.EVERY_WRITE)) {
			write(backend, 1);
			this.disk.failForces(true);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> backend.write(StoreKey.of("unsure"), ByteBuffer.allocate(4)));
			this.disk.failForces(false);
			long used = 0;
			for (Path file : files()) {
				used += Files.size(file);
			}
			this.disk.limitSpace(used + 300);
			assertThatExceptionOfType(ZarrException.class).isThrownBy(backend::flush);
			List<Path> left = files();
			for (int i = 0; i < 5; i++) {
				assertThatExceptionOfType(ZarrException.class).isThrownBy(backend::flush);
			}
			assertThat(files()).isEqualTo(left);
			this.disk.limitSpace(Long.MAX_VALUE);
			backend.flush();
			assertThat(backend.report().condition()).isEqualTo(Condition.UP);
			backend.delete(StoreKey.of("unsure"));
			write(backend, 2);
		}
		check(JournalMode.EVERY_WRITE);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.disk.path("/data"))) {
			return files.sorted().toList();
		}
	}

}
