package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process in the middle of its writes and looks what is left.
 */
class KillTests {

	@TempDir
	Path directory;

	private final Map<StoreKey, Long> acknowledged = new HashMap<>();

	private Change underWay = new Change(StoreKey.of("none"), KilledWriter.MISSING);

	private long last;

	private int midway;

	@Test
	@Tag("slow")
	@DisplayName("3.13 A killed process leaves whole values, and all that it acknowledged")
	void whenKilledThenValuesAreWhole() throws Exception {
		kill(Boolean.getBoolean("zarr.proof") ? 200 : 20);
	}

	@Test
	@Tag("proof")
	@DisplayName("3.13 A process that is killed 200 times leaves whole values, and all that it acknowledged")
	void whenKilledVeryOftenThenValuesAreWhole() throws Exception {
		kill(200);
	}

	private void kill(int times) throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < times; i++) {
			Sync sync = (i % 4 == 3) ? Sync.ALWAYS : Sync.NEVER;
			runAndKill(sync, random);
			check("kill %d of seed %d".formatted(i, seed));
		}
		System.getLogger(getClass().getName())
			.log(System.Logger.Level.INFO, "{0} of {1} kills came between a change and its acknowledgement",
					this.midway, times);
		try (FilesystemBackend backend = new FilesystemBackend(this.directory)) {
			backend.write(StoreKey.of("another"), ByteBuffer.allocate(1));
			try (Stream<Path> left = Files.list(this.directory.resolve(".zarr-spring/tmp"))) {
				assertThat(left).as("this process's temporary folder and its guard").hasSize(2);
			}
		}
	}

	private void runAndKill(Sync sync, Random random) throws IOException, InterruptedException {
		try (TestProcess process = new TestProcess(KilledWriter.class, this.directory.toString(), sync.name(),
				Long.toString(random.nextLong()), Long.toString(this.last + 1))) {
			for (int lines = random.nextInt(300); lines >= 0; lines--) {
				acknowledge(process.readLine());
			}
			// Not at once, since the writer is always at the same place when a line
			// arrives.
			long moment = System.nanoTime() + random.nextInt(3_000_000);
			while (System.nanoTime() < moment) {
				Thread.onSpinWait();
			}
			process.kill();
			for (String line = process.readLine(); line != null; line = process.readLine()) {
				acknowledge(line);
			}
		}
	}

	private void acknowledge(@Nullable String line) {
		assertThat(line).as("what the writer prints").isNotNull();
		String[] parts = line.split(" ");
		if (parts.length < 3) {
			// Cut off by the kill.
			return;
		}
		Change change = new Change(StoreKey.of(parts[0]), Long.parseLong(parts[1]));
		this.last = Math.max(this.last, change.number());
		if (parts[2].equals("?")) {
			this.underWay = change;
		}
		else {
			this.acknowledged.put(change.key(), change.number());
		}
	}

	/**
	 * All values are as they were acknowledged, but for the one that was being changed:
	 * it is as before or after that.
	 */
	private void check(String when) {
		try (FilesystemBackend backend = new FilesystemBackend(this.directory)) {
			int present = 0;
			for (int i = 0; i < KilledWriter.KEYS; i++) {
				StoreKey key = KilledWriter.key(i);
				long number = backend.read(key)
					.map(StoredValue::bytes)
					.map(KilledWriter::number)
					.orElse(KilledWriter.MISSING);
				long before = this.acknowledged.getOrDefault(key, KilledWriter.MISSING);
				if (number != before) {
					assertThat(new Change(key, number)).as("%s, acknowledged as %d, after %s", key, before, when)
						.isEqualTo(this.underWay);
					this.midway++;
				}
				this.acknowledged.put(key, number);
				present += (number != KilledWriter.MISSING) ? 1 : 0;
			}
			assertThat(backend.list("", null, 100)).hasSize(present);
		}
	}

	private record Change(StoreKey key, long number) {
	}

}
