package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
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

	private static final int PAIRS = 15;

	private static final long ROUND_NANOS = 500_000_000L;

	private static final long ROUND_BYTES = 200_000_000L;

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
			alternately(toMap, toStore, new AtomicBoolean(true));
			Latencies[] idle = alternately(toMap, toStore, new AtomicBoolean(true));
			log("Writes in turns, ns: map %s; store %s", idle[0], idle[1]);
			for (int round = 0; round < 3; round++) {
				AtomicBoolean running = new AtomicBoolean(true);
				AtomicLong bytes = new AtomicLong();
				Thread saver = new Thread(() -> {
					backend.write(keys[0], values[0]);
					bytes.set(backend.flush().bytes());
					running.set(false);
				});
				saver.start();
				long before = waitedMillis();
				Latencies[] during = alternately(toMap, toStore, running);
				long waited = waitedMillis() - before;
				saver.join();
				log("While %,d bytes are saved: map %s; store %s, %d ms in all for locks", bytes.get(), during[0],
						during[1], waited);
				assertThat(bytes.get()).isGreaterThan(1_000_000_000L);
				assertThat(during[1].median()).isLessThan(3 * during[0].median());
				// Longer ones are of the collector and the scheduler, as the map's.
				assertThat(waited).isLessThanOrEqualTo(5);
			}
		}
	}

	private static long waitedMillis() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		threads.setThreadContentionMonitoringEnabled(true);
		ThreadInfo info = threads.getThreadInfo(Thread.currentThread().getId());
		return info.getBlockedTime() + info.getWaitedTime();
	}

	private static Latencies[] alternately(IntConsumer first, IntConsumer second, AtomicBoolean running) {
		int[][] nanos = new int[2][4_000_000];
		int count = 0;
		while (count < nanos[0].length && running.get()) {
			long start = System.nanoTime();
			first.accept(count);
			long middle = System.nanoTime();
			second.accept(count);
			nanos[0][count] = (int) (middle - start);
			nanos[1][count++] = (int) (System.nanoTime() - middle);
		}
		return new Latencies[] { Latencies.of(nanos[0], count), Latencies.of(nanos[1], count) };
	}

	@Test
	@DisplayName("4.5 every-second is not much slower than appending the same bytes to a file")
	void whenEverySecondThenNearlyAsFastAsAppending() throws IOException {
		int count = 5_000;
		StoreKey[] keys = keys(500);
		ByteBuffer value = ByteBuffer.allocate(CHUNK);
		new Random(1).nextBytes(value.array());
		double[] appended = new double[PAIRS];
		double[] ratio = new double[PAIRS];
		for (int round = -1; round < PAIRS; round++) {
			double plain = appended(count, value);
			double journalled = journalled(count, keys, value);
			deleteFiles();
			if (round >= 0) {
				appended[round] = plain;
				ratio[round] = journalled / plain;
			}
		}
		log("every-second, writes of %,d bytes: %.0f %% of appending the same bytes (%.0f a second)", CHUNK,
				100 * median(ratio), median(appended));
		assertThat(median(ratio)).isGreaterThan(0.4);
	}

	private double appended(int count, ByteBuffer value) throws IOException {
		try (FileChannel channel = FileChannel.open(this.directory.resolve("appended"), StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			long start = System.nanoTime();
			for (int i = 0; i < count; i++) {
				ByteBuffer source = value.duplicate();
				while (source.hasRemaining()) {
					channel.write(source);
				}
			}
			channel.force(false);
			return count * 1e9 / (System.nanoTime() - start);
		}
	}

	private double journalled(int count, StoreKey[] keys, ByteBuffer value) {
		try (SnapshotBackend backend = open(JournalMode.EVERY_SECOND)) {
			long start = System.nanoTime();
			for (int i = 0; i < count; i++) {
				backend.write(keys[i % keys.length], value.duplicate());
			}
			backend.journal().forceAll();
			return count * 1e9 / (System.nanoTime() - start);
		}
	}

	@Test
	@DisplayName("4.5 every-write forces once for all writers that wait")
	void whenEveryWriteThenForcesAreShared() throws Exception {
		int writers = 8;
		for (int size : new int[] { 4_000, CHUNK }) {
			double[] ofFormed = new double[PAIRS];
			double[] ofFull = new double[PAIRS];
			double[] formed = new double[PAIRS];
			double[] rates = new double[PAIRS];
			for (int round = -1; round < PAIRS; round++) {
				double full = forcedBatches(writers, size);
				Rate rate = everyWrite(writers, size);
				double same = forcedBatches((int) Math.round(rate.batch()), size);
				deleteFiles();
				if (round >= 0) {
					rates[round] = rate.perSecond();
					formed[round] = rate.batch();
					ofFormed[round] = rate.perSecond() / same;
					ofFull[round] = rate.perSecond() / full;
				}
			}
			log("Forced writes of %,d bytes with %d writers: %.0f a second, %.1f with each force; %.0f %% of one append and force for each batch of as many, %.0f %% of one for each batch of %d",
					size, writers, median(rates), median(formed), 100 * median(ofFormed), 100 * median(ofFull),
					writers);
			assertThat(median(ofFormed)).isGreaterThan(0.4);
		}
	}

	private static double median(double[] values) {
		return Arrays.stream(values).sorted().toArray()[values.length / 2];
	}

	private double forcedBatches(int changes, int size) throws IOException {
		ByteBuffer batch = ByteBuffer.allocateDirect(changes * size);
		try (FileChannel channel = FileChannel.open(this.directory.resolve("appended"), StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			long start = System.nanoTime();
			int batches = 0;
			while (System.nanoTime() - start < ROUND_NANOS && (long) batches * changes * size < ROUND_BYTES) {
				ByteBuffer source = batch.duplicate();
				while (source.hasRemaining()) {
					channel.write(source);
				}
				channel.force(false);
				batches++;
			}
			return changes * batches * 1e9 / (System.nanoTime() - start);
		}
	}

	private Rate everyWrite(int writers, int size) throws InterruptedException {
		StoreKey[] keys = keys(8 * writers);
		AtomicLong writes = new AtomicLong();
		try (SnapshotBackend backend = open(JournalMode.EVERY_WRITE)) {
			long start = System.nanoTime();
			Thread[] threads = new Thread[writers];
			for (int w = 0; w < writers; w++) {
				int writer = w;
				threads[w] = new Thread(() -> {
					ByteBuffer value = ByteBuffer.allocate(size);
					for (int i = 0; System.nanoTime() - start < ROUND_NANOS
							&& (long) i * writers * size < ROUND_BYTES; i++) {
						backend.write(keys[8 * writer + i % 8], value.duplicate());
						writes.incrementAndGet();
					}
				});
				threads[w].start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			long nanos = System.nanoTime() - start;
			return new Rate(writes.get() * 1e9 / nanos, (double) writes.get() / backend.journal().forces());
		}
	}

	private void deleteFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.delete(file);
			}
		}
	}

	private record Rate(double perSecond, double batch) {

	}

	private record Latencies(int count, int median, int p99, long over, int longest) {

		static Latencies of(int[] nanos, int count) {
			Arrays.sort(nanos, 0, count);
			long over = IntStream.range(0, count).filter((i) -> nanos[i] > 5_000_000).count();
			return new Latencies(count, nanos[count / 2], nanos[(int) (count * 0.99)], over, nanos[count - 1]);
		}

		@Override
		public String toString() {
			return "%,d writes, median %,d, p99 %,d, longest %,d, over 5 ms %d".formatted(this.count, this.median,
					this.p99, this.longest, this.over);
		}

	}

}
