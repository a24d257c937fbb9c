package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.disk.PowerCut;
import io.github.zarrspring.storage.filesystem.disk.TestDisk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets the power go out in the middle of random operations and looks what is left.
 */
class SnapshotPowerCutTests {

	private static final int CUTS = 500;

	private static final List<StoreKey> KEYS = IntStream.range(0, 8)
		.mapToObj((i) -> StoreKey.of((i < 2) ? "zarr%d.json".formatted(i) : "a/c/%d/%d".formatted(i / 4, i)))
		.toList();

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.5 No power cut takes more than the journal setting allows, or leaves other than one state of the store")
	void whenPowerIsCutThenStateIsOneOfThePromised(JournalMode mode) throws IOException {
		int operations = 0;
		for (int seed = 0; seed < CUTS; seed++) {
			operations += run(seed, mode, true).check(this, "seed %d of %s".formatted(seed, mode));
		}
		assertThat(operations).as("operations before the cuts").isGreaterThan(5 * CUTS);
	}

	@Test
	@DisplayName("4.5 Without fsync power cuts do take acknowledged changes, so that the test above can fail")
	void whenNotForcedThenChangesAreLost() throws IOException {
		int lossy = 0;
		for (int seed = 0; seed < 50; seed++) {
			try {
				run(seed, JournalMode.EVERY_WRITE, false).check(this, "seed " + seed);
			}
			catch (AssertionError | RuntimeException ex) {
				lossy++;
			}
		}
		assertThat(lossy).isGreaterThan(25);
	}

	private Run run(int seed, JournalMode mode, boolean fsync) throws IOException {
		Random random = new Random(seed);
		TestDisk disk = new TestDisk();
		if (seed % 5 == 4) {
			disk.denyLinks();
		}
		Run run = new Run(disk, random, mode, fsync);
		disk.cutPowerAfter(random.nextInt(900));
		run.run();
		run.left = this.directory.resolve(mode + "-" + fsync + "-" + seed);
		disk.restore(run.left, random);
		return run;
	}

	/**
	 * Random operations, and the states that they led to.
	 */
	private static final class Run {

		private final SnapshotOptions options;

		private final TestDisk disk;

		private final Random random;

		private final List<Map<StoreKey, ByteBuffer>> states = new ArrayList<>(List.of(Map.of()));

		private int safe;

		private Path left = Path.of("");

		Run(TestDisk disk, Random random, JournalMode mode, boolean fsync) {
			this.disk = disk;
			this.random = random;
			this.options = SnapshotOptions.of(disk.path("/data/store/warm.zip"))
				.withInterval(Duration.ZERO)
				.withKeep(1 + random.nextInt(3))
				.withOnShutdown(random.nextBoolean())
				.withFsync(fsync)
				.withJournal(mode);
		}

		void run() {
			SnapshotBackend backend = null;
			try {
				while (true) {
					if (backend == null) {
						backend = new SnapshotBackend(this.options, (line) -> {
						});
					}
					if (this.random.nextInt(25) == 0) {
						SnapshotBackend closing = backend;
						backend = null;
						closing.close();
						acknowledge(this.options.onShutdown() || this.options.journal() != JournalMode.OFF);
						if (!this.options.onShutdown() && this.options.journal() == JournalMode.OFF) {
							// What was not saved is gone, as wanted.
							this.states.add(this.states.get(this.safe));
							this.safe = this.states.size() - 1;
						}
					}
					else {
						step(backend);
						acknowledge(this.options.journal() == JournalMode.EVERY_WRITE);
					}
				}
			}
			catch (PowerCut ex) {
				close(backend);
			}
		}

		private static void close(@org.jspecify.annotations.Nullable SnapshotBackend backend) {
			try {
				if (backend != null) {
					backend.close();
				}
			}
			catch (PowerCut ex) {
				// As is to be expected.
			}
		}

		private void acknowledge(boolean isSafe) {
			this.safe = isSafe ? this.states.size() - 1 : this.safe;
		}

		private void step(SnapshotBackend backend) {
			StoreKey key = KEYS.get(this.random.nextInt(KEYS.size()));
			Map<StoreKey, ByteBuffer> next = new HashMap<>(this.states.get(this.states.size() - 1));
			switch (this.random.nextInt(12)) {
				case 0 -> {
					next.remove(key);
					this.states.add(next);
					backend.delete(key);
				}
				case 1 -> {
					next.keySet().removeIf((any) -> any.value().startsWith("a/c/1"));
					this.states.add(next);
					backend.deleteAll("a/c/1");
				}
				case 2 -> {
					Version version = backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
					backend.compareAndSet(key, version, newValue(key, next));
				}
				case 3 -> {
					Version version = backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
					next.remove(key);
					this.states.add(next);
					backend.compareAndDelete(key, version);
				}
				case 4 -> {
					Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
					for (int i = 0; i < 4; i++) {
						StoreKey any = KEYS.get(this.random.nextInt(KEYS.size()));
						values.put(any, bytes());
					}
					next.putAll(values);
					this.states.add(next);
					backend.writeAll(values);
				}
				case 5, 6 -> {
					backend.flush();
					acknowledge(true);
				}
				case 7 -> {
					if (this.random.nextInt(6) == 0) {
						this.states.add(Map.of());
						backend.drop();
						acknowledge(true);
					}
				}
				default -> backend.write(key, newValue(key, next));
			}
		}

		private ByteBuffer newValue(StoreKey key, Map<StoreKey, ByteBuffer> next) {
			ByteBuffer bytes = bytes();
			next.put(key, bytes);
			this.states.add(next);
			return bytes.duplicate();
		}

		private ByteBuffer bytes() {
			byte[] bytes = new byte[1 + this.random.nextInt(100)];
			this.random.nextBytes(bytes);
			return ByteBuffer.wrap(bytes);
		}

		/**
		 * Whether the store is in one of the states since the last that is safe.
		 */
		int check(SnapshotPowerCutTests test, String when) {
			List<String> log = new ArrayList<>();
			SnapshotOptions reopened = new SnapshotOptions(this.left.resolve("data/store/warm.zip"), Duration.ZERO,
					true, 2, this.options.journal(), false, false);
			try (SnapshotBackend backend = new SnapshotBackend(reopened, log::add)) {
				Map<StoreKey, ByteBuffer> found = new HashMap<>();
				backend.list("", null, 100).forEach((key) -> found.put(key, backend.read(key).orElseThrow().bytes()));
				assertThat(backend.report().condition()).as(when + log).isEqualTo(Condition.UP);
				assertThat(this.states.subList(this.safe, this.states.size())).as(when + log).contains(found);
			}
			assertThat(Arrays.toString(log.toArray())).as(when).doesNotContain("is damaged");
			return this.states.size();
		}

	}

}
