package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.StoreAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A {@link SnapshotBackend} whose callers are interrupted or come too late.
 */
class SnapshotInterruptTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@TempDir
	Path directory;

	private SnapshotOptions options(JournalMode mode) {
		return SnapshotOptions.of(this.directory.resolve("warm.zip")).withInterval(Duration.ZERO).withJournal(mode);
	}

	private static SnapshotBackend open(SnapshotOptions options) {
		return new SnapshotBackend(options, (line) -> {
		});
	}

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.1 An interrupted thread opens, saves and closes the store like any other, and stays interrupted")
	void whenThreadIsInterruptedThenStoreIsSavedAllTheSame(JournalMode mode) {
		Thread.currentThread().interrupt();
		try (SnapshotBackend backend = open(options(mode))) {
			backend.write(KEY, SnapshotBackendTests.bytes("first"));
			assertThat(backend.flush().bytes()).isPositive();
			backend.write(KEY, SnapshotBackendTests.bytes("second"));
		}
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		try (SnapshotBackend backend = open(options(mode))) {
			assertThat(SnapshotBackendTests.text(backend, KEY)).isEqualTo("second");
			assertThat(backend.report().warnings()).isEmpty();
			StoreAccess access = new StoreAccess("warm", AccessLevel.PROTECTED, backend);
			try (Lease lease = access.acquire(LeaseRequest.of("worker"))) {
				assertThat(lease.isHeld()).isTrue();
			}
			backend.drop();
		}
		assertThat(this.directory.resolve("warm.zip")).doesNotExist();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	@DisplayName("4.5 Writers that are interrupted at any moment lose nothing that was acknowledged")
	void whenWritersAreInterruptedThenJournalIsWhole() throws Exception {
		SnapshotOptions options = options(JournalMode.EVERY_WRITE).withOnShutdown(false).withFsync(false);
		int[] acknowledged = new int[4];
		try (SnapshotBackend backend = open(options)) {
			AtomicBoolean done = new AtomicBoolean();
			Thread[] writers = new Thread[acknowledged.length];
			AtomicInteger failures = new AtomicInteger();
			for (int i = 0; i < writers.length; i++) {
				int writer = i;
				writers[i] = new Thread(() -> {
					ByteBuffer large = ByteBuffer.allocate(60_000);
					while (!done.get()) {
						backend.write(StoreKey.of("w/" + writer),
								large.duplicate()
									.slice()
									.asReadOnlyBuffer()
									.limit(100 + acknowledged[writer] % 60_000));
						backend.write(StoreKey.of("n/" + writer),
								SnapshotBackendTests.bytes(String.valueOf(acknowledged[writer] + 1)));
						acknowledged[writer]++;
					}
				});
				writers[i].setUncaughtExceptionHandler((thread, ex) -> failures.incrementAndGet());
				writers[i].start();
			}
			long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			while (System.nanoTime() - end < 0) {
				for (Thread writer : writers) {
					writer.interrupt();
				}
			}
			done.set(true);
			for (Thread writer : writers) {
				writer.join();
			}
			assertThat(failures).hasValue(0);
		}
		try (SnapshotBackend backend = open(options)) {
			assertThat(backend.report().problems()).isEmpty();
			assertThat(backend.report().warnings()).isEmpty();
			for (int i = 0; i < acknowledged.length; i++) {
				assertThat(acknowledged[i]).isPositive();
				assertThat(SnapshotBackendTests.text(backend, StoreKey.of("n/" + i)))
					.isEqualTo(String.valueOf(acknowledged[i]));
			}
		}
	}

	@Test
	@DisplayName("4.5 A store whose archive cannot be saved when it is closed leaves a journal with everything")
	void whenSavingAtTheEndFailsThenJournalHasEverything() throws IOException {
		Path inTheWay = Files.createDirectories(this.directory.resolve("warm.zip.tmp/in-the-way"));
		Files.delete(inTheWay);
		SnapshotBackend backend = open(options(JournalMode.EVERY_SECOND));
		Files.createDirectories(inTheWay);
		backend.write(KEY, SnapshotBackendTests.bytes("value"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(backend::close);
		Files.delete(inTheWay);
		try (SnapshotBackend again = open(options(JournalMode.OFF))) {
			assertThat(SnapshotBackendTests.text(again, KEY)).isEqualTo("value");
		}
	}

	@Test
	@DisplayName("4.6 A lease of a store that is closed cannot be changed any more, since another process may have it")
	void whenStoreIsClosedThenItsLeaseFileIsLeftAlone() throws IOException {
		SnapshotBackend backend = open(options(JournalMode.OFF));
		StoreAccess access = new StoreAccess("warm", AccessLevel.PROTECTED, backend);
		Lease lease = access.acquire(LeaseRequest.of("first"));
		backend.close();
		byte[] kept = Files.readAllBytes(this.directory.resolve("warm.zip.lease"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(lease::renew)
			.withMessageContaining("is closed");
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(lease::close);
		assertThat(this.directory.resolve("warm.zip.lease")).hasBinaryContent(kept);
	}

	@Test
	@DisplayName("4.2 What could not be saved is refused when it is written, and does not stop all that comes later")
	void whenKeyIsTooLongForAnArchiveThenRefused() {
		try (SnapshotBackend backend = open(options(JournalMode.EVERY_WRITE))) {
			StoreKey key = StoreKey.of("k".repeat(70_000));
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> backend.write(key, SnapshotBackendTests.bytes("x")))
				.withMessageContaining("has 70000 bytes");
			backend.write(KEY, SnapshotBackendTests.bytes("value"));
			assertThat(backend.flush().bytes()).isPositive();
			assertThat(backend.exists(key)).isFalse();
		}
	}

}
