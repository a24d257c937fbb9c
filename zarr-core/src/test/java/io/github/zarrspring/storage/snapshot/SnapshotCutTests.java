package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.disk.TestDisk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is saved is the store as it was at one moment, whatever writers do meanwhile.
 */
class SnapshotCutTests {

	private static final int WRITERS = 4;

	private static final StoreKey COUNT = StoreKey.of("count");

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.9 A snapshot is the store as of one moment: of each batch all or nothing, and nothing without what came before")
	void whenSavedWhileWritersGoOnThenOneMoment(JournalMode mode) throws Exception {
		Path archive = this.directory.resolve("warm.zip");
		SnapshotOptions options = SnapshotOptions.of(archive)
			.withInterval(Duration.ZERO)
			.withOnShutdown(false)
			.withJournal(mode)
			.withFsync(false);
		try (SnapshotBackend backend = new SnapshotBackend(options, (line) -> {
		})) {
			for (int i = 0; i < 20_000; i++) {
				backend.write(StoreKey.of("other/" + i), ByteBuffer.allocate(Long.BYTES));
			}
			AtomicBoolean done = new AtomicBoolean();
			Thread[] writers = new Thread[WRITERS];
			for (int i = 0; i < WRITERS; i++) {
				int writer = i;
				writers[i] = new Thread(() -> {
					for (long n = 1; !done.get(); n++) {
						write(backend, writer, n);
					}
				});
				writers[i].start();
			}
			try {
				for (int i = 0; i < 25; i++) {
					assertThat(backend.flush().bytes()).isPositive();
					check(read(archive), i);
				}
			}
			finally {
				done.set(true);
				for (Thread writer : writers) {
					writer.join();
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.9 No write waits for a snapshot in progress, however long that takes")
	void whenSavingTakesLongThenWritesGoOn(JournalMode mode) throws Exception {
		TestDisk disk = new TestDisk();
		CountDownLatch saving = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		disk.beforeForces((path) -> {
			if (path.toString().endsWith(".tmp")) {
				saving.countDown();
				await(goOn);
			}
		});
		SnapshotOptions options = SnapshotOptions.of(disk.path("/data/warm.zip"))
			.withInterval(Duration.ZERO)
			.withOnShutdown(false)
			.withJournal(mode);
		StoreKey kept = StoreKey.of("kept");
		StoreKey deleted = StoreKey.of("deleted");
		try (SnapshotBackend backend = new SnapshotBackend(options, (line) -> {
		})) {
			backend.write(kept, ByteBuffer.allocate(Long.BYTES));
			backend.write(deleted, ByteBuffer.allocate(Long.BYTES));
			CompletableFuture<Void> flush = inThread(backend::flush);
			await(saving);
			inThread(() -> {
				backend.write(kept, ByteBuffer.allocate(Long.BYTES).putLong(0, 1));
				backend.writeAll(Map.of(StoreKey.of("new"), ByteBuffer.allocate(Long.BYTES)));
				backend.delete(deleted);
			}).get(20, TimeUnit.SECONDS);
			assertThat(flush).isNotDone();
			goOn.countDown();
			flush.get(20, TimeUnit.SECONDS);
		}
		try (SnapshotBackend backend = new SnapshotBackend(options, (line) -> {
		})) {
			boolean all = mode != JournalMode.OFF;
			assertThat(backend.read(kept).orElseThrow().bytes().getLong(0)).isEqualTo(all ? 1 : 0);
			assertThat(backend.exists(deleted)).isEqualTo(!all);
		}
	}

	private static CompletableFuture<Void> inThread(Runnable work) {
		return CompletableFuture.runAsync(work, (task) -> new Thread(task).start());
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void write(SnapshotBackend backend, int writer, long n) {
		ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(0, n);
		backend.write(StoreKey.of("before/" + writer), value);
		backend.writeAll(Map.of(StoreKey.of("a/" + writer), value, StoreKey.of("m/" + n % 97 + '/' + writer), value,
				StoreKey.of("z/" + writer), value));
		if (n % 5 == 0) {
			backend.deleteAll(List.of(StoreKey.of("a/" + writer), StoreKey.of("z/" + writer)));
		}
		backend.write(StoreKey.of("after/" + writer), value);
		boolean counted = false;
		while (!counted) {
			StoredValue count = backend.read(COUNT).orElse(null);
			long next = (count != null) ? count.bytes().getLong(0) + 1 : 1;
			counted = backend.compareAndSet(COUNT, (count != null) ? count.version() : Version.ABSENT,
					ByteBuffer.allocate(Long.BYTES).putLong(0, next));
		}
	}

	private static Map<String, Long> read(Path archive) throws IOException {
		Map<String, Long> values = new HashMap<>();
		try (ZipFile zip = new ZipFile(archive.toFile())) {
			for (ZipEntry entry : Collections.list(zip.entries())) {
				values.put(entry.getName(), ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes()).getLong());
			}
		}
		return values;
	}

	private static void check(Map<String, Long> values, int save) {
		assertThat(values.keySet()).filteredOn((key) -> key.startsWith("other/")).hasSize(20_000);
		long sum = 0;
		for (int i = 0; i < WRITERS; i++) {
			assertThat(values.get("a/" + i)).as("batch of writer %d in save %d", i, save)
				.isEqualTo(values.get("z/" + i));
			long before = values.getOrDefault("before/" + i, 0L);
			long after = values.getOrDefault("after/" + i, 0L);
			assertThat(before).as("order of writer %d in save %d", i, save).isBetween(after, after + 1);
			sum += after;
		}
		assertThat(values.getOrDefault("count", 0L)).as("count in save %d", save).isBetween(sum - WRITERS, sum);
	}

}
