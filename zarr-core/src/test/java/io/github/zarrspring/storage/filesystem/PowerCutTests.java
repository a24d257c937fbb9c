package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.disk.PowerCut;
import io.github.zarrspring.storage.filesystem.disk.TestDisk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets the power go out in the middle of random operations and looks what is left.
 */
class PowerCutTests {

	private static final int CUTS = 500;

	private static final List<StoreKey> KEYS = IntStream.range(0, 12)
		.mapToObj((i) -> StoreKey.of((i < 2) ? "zarr%d.json".formatted(i) : "a/c/%d/%d".formatted(i / 4, i)))
		.toList();

	@TempDir
	Path directory;

	private int operations;

	@Test
	@DisplayName("3.13 With sync: always no power cut takes an acknowledged write or delete")
	void whenSyncAlwaysThenNothingAcknowledgedIsLost() throws IOException {
		for (int seed = 0; seed < CUTS; seed++) {
			assertThat(losses(seed, Sync.ALWAYS)).as("losses of seed %d", seed).isEmpty();
		}
		assertThat(this.operations).as("operations before the cuts").isGreaterThan(5 * CUTS);
	}

	@Test
	@DisplayName("3.13 Without it power cuts do take acknowledged writes, so that the test above can fail")
	void whenSyncNeverThenAcknowledgedWritesAreLost() throws IOException {
		int lossy = 0;
		for (int seed = 0; seed < 50; seed++) {
			lossy += losses(seed, Sync.NEVER).isEmpty() ? 0 : 1;
		}
		assertThat(lossy).isGreaterThan(25);
	}

	/**
	 * Run operations until the power goes out.
	 * @return what is not as it was acknowledged
	 */
	private List<String> losses(int seed, Sync sync) throws IOException {
		Random random = new Random(seed);
		TestDisk disk = new TestDisk();
		Run run = new Run(disk, random, sync);
		disk.cutPowerAfter(random.nextInt(600));
		try {
			run.run();
		}
		catch (PowerCut ex) {
			this.operations += run.operations;
		}
		Path left = this.directory.resolve(sync + "-" + seed);
		disk.restore(left, random);
		try (FilesystemBackend backend = new FilesystemBackend(left.resolve("data/store"), sync)) {
			return KEYS.stream().filter((key) -> !run.isRight(key, backend)).map(StoreKey::value).toList();
		}
	}

	/**
	 * Random operations, and what was acknowledged of them.
	 */
	private static final class Run {

		private final FilesystemBackend backend;

		private final FilesystemBackend careless;

		private final Random random;

		private final Map<StoreKey, byte[]> acknowledged = new TreeMap<>();

		private final Map<StoreKey, byte @Nullable []> underWay = new LinkedHashMap<>();

		private int operations;

		Run(TestDisk disk, Random random, Sync sync) {
			this.random = random;
			this.backend = new FilesystemBackend(disk.path("/data/store"), sync);
			this.careless = new FilesystemBackend(disk.path("/data/store"), Sync.NEVER);
		}

		void run() {
			while (true) {
				step();
				this.underWay.forEach((key, bytes) -> {
					if (bytes != null) {
						this.acknowledged.put(key, bytes);
					}
					else {
						this.acknowledged.remove(key);
					}
				});
				this.underWay.clear();
				this.operations++;
			}
		}

		private void step() {
			StoreKey key = KEYS.get(this.random.nextInt(KEYS.size()));
			switch (this.random.nextInt(10)) {
				case 0 -> {
					this.underWay.put(key, null);
					this.backend.delete(key);
				}
				case 1 -> {
					KEYS.stream()
						.filter((any) -> any.value().startsWith("a/c/1"))
						.forEach((any) -> this.underWay.put(any, null));
					this.backend.deleteAll("a/c/1");
				}
				case 2 -> {
					Version version = this.backend.read(key).map(StoredValue::version).orElse(Version.ABSENT);
					this.backend.compareAndSet(key, version, newValue(key));
				}
				case 3 -> this.backend.read(key).ifPresent((value) -> {
					this.underWay.put(key, null);
					this.backend.compareAndDelete(key, value.version());
				});
				case 4 -> {
					Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
					for (int i = 0; i < 4; i++) {
						StoreKey any = KEYS.get(this.random.nextInt(KEYS.size()));
						values.put(any, newValue(any));
					}
					this.backend.writeAll(values);
				}
				case 5 -> {
					// Makes directories, and removes them, without waiting for the
					// device.
					StoreKey other = StoreKey.of("a/c/%d/other".formatted(this.random.nextInt(4)));
					this.careless.write(other, ByteBuffer.allocate(1));
					this.careless.delete(other);
				}
				case 6 -> this.careless.write(StoreKey.of("a/c/%d/more".formatted(this.random.nextInt(4))),
						ByteBuffer.allocate(1));
				default -> this.backend.write(key, newValue(key));
			}
		}

		private ByteBuffer newValue(StoreKey key) {
			byte[] bytes = new byte[1 + this.random.nextInt(100)];
			this.random.nextBytes(bytes);
			this.underWay.put(key, bytes);
			return ByteBuffer.wrap(bytes);
		}

		/**
		 * Whether a value is the acknowledged one, or the one that was being written.
		 */
		boolean isRight(StoreKey key, FilesystemBackend left) {
			ByteBuffer stored = left.read(key).map(StoredValue::bytes).orElse(null);
			return isSame(stored, this.acknowledged.get(key))
					|| (this.underWay.containsKey(key) && isSame(stored, this.underWay.get(key)));
		}

		private static boolean isSame(@Nullable ByteBuffer stored, byte @Nullable [] bytes) {
			return (stored == null || bytes == null) ? stored == null && bytes == null
					: stored.equals(ByteBuffer.wrap(bytes));
		}

	}

}
