package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast the snapshot store is beside a map, and its journal beside appending the same
 * bytes to a file. Needs 4 GB of memory and 5 GB of disk: <pre>
 * ./mvnw -Pproof -pl zarr-core test -Dtest=SnapshotSpeedTests
 * </pre> The bounds are those that hold on a machine that others use too; the figures are
 * logged.
 */
@Tag("proof")
class SnapshotSpeedTests {

	private static final int CHUNK = 80_000;

	private static final int ROUNDS = 5;

	@TempDir
	Path directory;

	private SnapshotBackend open(JournalMode mode) {
		return new SnapshotBackend(SnapshotOptions.of(this.directory.resolve(mode + ".zip"))
			.withInterval(Duration.ZERO)
			.withOnShutdown(false)
			.withJournal(mode), (line) -> {
				throw new AssertionError(line);
			});
	}

	private static StoreKey[] keys(int count) {
		return IntStream.range(0, count).mapToObj((i) -> StoreKey.of("a/c/" + i)).toArray(StoreKey[]::new);
	}

	private void log(String line, Object... arguments) {
		System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, line.formatted(arguments));
	}

	@Test
	@DisplayName("4.1 Reads are as fast as those of a map")
	void whenReadThenAsFastAsMap() {
		for (int count : new int[] { 100, 10_000, 1_000_000 }) {
			StoreKey[] keys = keys(count);
			try (SnapshotBackend backend = open(JournalMode.OFF);
					ConcurrentMapBackend map = new ConcurrentMapBackend()) {
				for (StoreKey key : keys) {
					ByteBuffer bytes = ByteBuffer.allocate(16);
					backend.write(key, bytes);
					map.write(key, bytes);
				}
				double[] best = { Double.MAX_VALUE, Double.MAX_VALUE };
				for (int round = 0; round < 3 * ROUNDS; round++) {
					best[0] = Math.min(best[0], nanosPerRead(map, keys));
					best[1] = Math.min(best[1], nanosPerRead(backend, keys));
				}
				log("Read at %,d keys: map %.0f ns, snapshot %.0f ns", count, best[0], best[1]);
				assertThat(best[1]).isLessThan(1000).isLessThan(1.25 * best[0] + 5);
			}
		}
	}

	private static double nanosPerRead(StorageBackend backend, StoreKey[] keys) {
		int reads = 1_000_000;
		Random random = new Random(1);
		int[] order = random.ints(reads, 0, keys.length).toArray();
		long sum = 0;
		long start = System.nanoTime();
		for (int index : order) {
			sum += backend.read(keys[index]).orElseThrow().size();
		}
		long nanos = System.nanoTime() - start;
		assertThat(sum).isEqualTo(16L * reads);
		return (double) nanos / reads;
	}

	@Test
	@DisplayName("4.9 Writes do not wait for a snapshot in progress")
	void whenSnapshotRunsThenWritesGoOn() throws Exception {
		StoreKey[] keys = keys(13_500);
		ByteBuffer[] values = new ByteBuffer[keys.length];
		Arrays.setAll(values, (i) -> ByteBuffer.allocate(CHUNK));
		try (SnapshotBackend backend = open(JournalMode.OFF); ConcurrentMapBackend map = new ConcurrentMapBackend()) {
			IntConsumer toStore = (i) -> backend.write(keys[i % keys.length], values[i % keys.length]);
			IntConsumer toMap = (i) -> map.write(keys[i % keys.length], values[i % keys.length]);
			for (int i = 0; i < keys.length; i++) {
				toStore.accept(i);
				toMap.accept(i);
			}
			latencies(toMap, 2_000_000, null);
			latencies(toStore, 2_000_000, null);
			Latencies alone = latencies(toMap, 2_000_000, null);
			Latencies idle = latencies(toStore, 2_000_000, null);
			for (int round = 0; round < 3; round++) {
				AtomicBoolean running = new AtomicBoolean(true);
				AtomicLong bytes = new AtomicLong();
				Thread saver = new Thread(() -> {
					backend.write(keys[0], values[0]);
					bytes.set(backend.flush().bytes());
					running.set(false);
				});
				saver.start();
				Latencies during = latencies(toStore, 20_000_000, running);
				saver.join();
				log("Write, ns: map %s; snapshot store idle %s; while %,d bytes are saved %s", alone, idle, bytes.get(),
						during);
				assertThat(bytes.get()).isGreaterThan(1_000_000_000L);
				assertThat(during.median()).isLessThan(3 * idle.median());
			}
		}
	}

	private static Latencies latencies(IntConsumer write, int most, @Nullable AtomicBoolean running) {
		int[] nanos = new int[most];
		int count = 0;
		while (count < most && (running == null || running.get())) {
			long start = System.nanoTime();
			write.accept(count);
			nanos[count++] = (int) (System.nanoTime() - start);
		}
		Arrays.sort(nanos, 0, count);
		return new Latencies(count, nanos[count / 2], nanos[(int) (count * 0.99)], nanos[(int) (count * 0.9999)],
				nanos[count - 1]);
	}

	@Test
	@DisplayName("4.5 every-second is not much slower than appending the same bytes to a file")
	void whenEverySecondThenNearlyAsFastAsAppending() throws IOException {
		int count = 12_500;
		StoreKey[] keys = keys(500);
		ByteBuffer value = ByteBuffer.allocate(CHUNK);
		new Random(1).nextBytes(value.array());
		double[] best = new double[2];
		for (int round = 0; round < ROUNDS; round++) {
			best[0] = Math.max(best[0], perSecond(count, (i) -> {
			}, appendTo(value)));
			try (SnapshotBackend backend = open(JournalMode.EVERY_SECOND)) {
				long start = System.nanoTime();
				for (int i = 0; i < count; i++) {
					backend.write(keys[i % keys.length], value.duplicate());
				}
				backend.journal().forceAll();
				best[1] = Math.max(best[1], count * 1e9 / (System.nanoTime() - start));
			}
			deleteFiles();
		}
		log("Writes of 80 KB a second: appended %.0f, every-second %.0f: %.0f %%", best[0], best[1],
				100 * best[1] / best[0]);
		assertThat(best[1]).isGreaterThan(0.4 * best[0]);
	}

	private IntConsumer appendTo(ByteBuffer value) throws IOException {
		FileChannel channel = FileChannel.open(this.directory.resolve("appended"), StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
		return (i) -> {
			try {
				if (i < 0) {
					channel.force(false);
					channel.close();
					return;
				}
				ByteBuffer source = value.duplicate();
				while (source.hasRemaining()) {
					channel.write(source);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	private static double perSecond(int count, IntConsumer before, IntConsumer append) {
		long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			before.accept(i);
			append.accept(i);
		}
		append.accept(-1);
		return count * 1e9 / (System.nanoTime() - start);
	}

	@Test
	@DisplayName("4.5 every-write forces once for all writers that wait")
	void whenEveryWriteThenForcesAreShared() throws Exception {
		int writers = 8;
		for (int size : new int[] { 4_000, CHUNK }) {
			double[] best = new double[2];
			for (int round = 0; round < ROUNDS; round++) {
				best[0] = Math.max(best[0], forcedBatches(writers, size));
				best[1] = Math.max(best[1], everyWrite(writers, size));
				deleteFiles();
			}
			log("Forced writes of %,d bytes a second: one append and force for each batch of %d %.0f, every-write with %d writers %.0f: %.0f %%",
					size, writers, best[0], writers, best[1], 100 * best[1] / best[0]);
			assertThat(best[1]).isGreaterThan(0.4 * best[0]);
		}
	}

	private double forcedBatches(int writers, int size) throws IOException {
		ByteBuffer batch = ByteBuffer.allocate(writers * size);
		try (FileChannel channel = FileChannel.open(this.directory.resolve("appended"), StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			long start = System.nanoTime();
			int batches = 0;
			while (System.nanoTime() - start < 2_000_000_000L) {
				ByteBuffer source = batch.duplicate();
				while (source.hasRemaining()) {
					channel.write(source);
				}
				channel.force(false);
				batches++;
			}
			return writers * batches * 1e9 / (System.nanoTime() - start);
		}
	}

	private double everyWrite(int writers, int size) throws InterruptedException {
		StoreKey[] keys = keys(8 * writers);
		AtomicLong writes = new AtomicLong();
		try (SnapshotBackend backend = open(JournalMode.EVERY_WRITE)) {
			long start = System.nanoTime();
			Thread[] threads = new Thread[writers];
			for (int w = 0; w < writers; w++) {
				int writer = w;
				threads[w] = new Thread(() -> {
					ByteBuffer value = ByteBuffer.allocate(size);
					for (int i = 0; System.nanoTime() - start < 2_000_000_000L; i++) {
						backend.write(keys[8 * writer + i % 8], value.duplicate());
						writes.incrementAndGet();
					}
				});
				threads[w].start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			return writes.get() * 1e9 / (System.nanoTime() - start);
		}
	}

	private void deleteFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.delete(file);
			}
		}
	}

	private record Latencies(int count, int median, int p99, int p9999, int longest) {

		@Override
		public String toString() {
			return "%,d writes, median %,d, p99 %,d, p99.99 %,d, longest %,d".formatted(this.count, this.median,
					this.p99, this.p9999, this.longest);
		}

	}

}
