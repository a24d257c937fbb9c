package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.filesystem.TestProcess;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Kills a process with eight writers, while it is saved or loaded too, and looks what is
 * left.
 */
class SnapshotKillTests {

	@TempDir
	Path directory;

	private final Map<StoreKey, Long> acknowledged = new HashMap<>();

	private final Map<StoreKey, Long> underWay = new HashMap<>();

	private final List<String> log = new ArrayList<>();

	private long last;

	private int midway;

	private int torn;

	@Test
	@Tag("slow")
	@DisplayName("4.5 journal: every-write loses nothing acknowledged when the process is killed")
	void whenKilledThenNothingAcknowledgedIsLost() throws Exception {
		kill(20);
	}

	@Test
	@Tag("proof")
	@DisplayName("4.5 journal: every-write loses nothing acknowledged in 200 kills")
	void whenKilledVeryOftenThenNothingAcknowledgedIsLost() throws Exception {
		kill(200);
	}

	@Test
	@Tag("slow")
	@DisplayName("4.5 journal: every-second loses the last second at most, and what is there is all there was before")
	void whenKilledThenLastSecondIsLostAtMost() throws Exception {
		long seed = System.nanoTime();
		for (int i = 0; i < (Boolean.getBoolean("zarr.proof") ? 40 : 4); i++) {
			killAppending(this.directory.resolve("run-" + i + "/store.zip"), new Random(seed + i));
		}
	}

	@Test
	@DisplayName("4.8 A second process on the same path is refused with a clear text")
	void whenOpenInAnotherProcessThenRefused() throws Exception {
		SnapshotOptions options = options(this.directory.resolve("store.zip"));
		try (TestProcess process = start(options.path(), JournalMode.OFF, false, 1, false)) {
			assertThat(process.readLine()).isEqualTo("opening");
			assertThat(process.readLine()).isEqualTo("opened");
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> new SnapshotBackend(options, this.log::add))
					.withMessageContaining("in use by another process (process ")
					.withMessageContaining("give this store a path of its own");
			}
			process.kill();
		}
		new SnapshotBackend(options, this.log::add).close();
	}

	private static SnapshotOptions options(Path archive) {
		return SnapshotOptions.of(archive).withInterval(Duration.ZERO).withFsync(false).withOnShutdown(false);
	}

	private TestProcess start(Path archive, JournalMode mode, boolean fsync, long seed, boolean appending)
			throws IOException {
		return new TestProcess(SnapshotKilledWriter.class, archive.toString(), mode.name(), Boolean.toString(fsync),
				Long.toString(seed), Long.toString(this.last + 1), Boolean.toString(appending));
	}

	private void kill(int times) throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Path archive = this.directory.resolve("store.zip");
		int writing = 0;
		for (int i = 0; i < times; i++) {
			try (TestProcess process = start(archive, JournalMode.EVERY_WRITE, i % 4 == 3, random.nextLong(), false)) {
				writing += runAndKill(process, random, i % 5 == 4) ? 1 : 0;
			}
			check(archive, "kill %d of seed %d".formatted(i, seed), i % 3 != 2);
		}
		System.getLogger(getClass().getName())
			.log(System.Logger.Level.INFO,
					"{0} of {1} kills came while there were writes, {2} values were ahead of their acknowledgement, {3} journals had a torn end",
					writing, times, this.midway, this.torn);
		assertThat(writing).isGreaterThan(times / 2);
	}

	private boolean runAndKill(TestProcess process, Random random, boolean early) throws Exception {
		assertThat(process.readLine()).isEqualTo("opening");
		int lines = early ? 0 : random.nextInt(2000);
		boolean written = false;
		for (int i = 0; i < lines; i++) {
			written |= acknowledge(process.readLine());
		}
		long moment = System.nanoTime() + random.nextInt(early ? 60_000_000 : 5_000_000);
		while (System.nanoTime() < moment) {
			Thread.onSpinWait();
		}
		process.kill();
		for (String line = process.readLine(); line != null; line = process.readLine()) {
			written |= acknowledge(line);
		}
		return written;
	}

	private boolean acknowledge(String line) {
		String[] parts = String.valueOf(line).split(" ");
		if (parts.length < 3 || parts[2].isEmpty()) {
			// Cut off by the kill, or not about a change.
			return false;
		}
		StoreKey key = StoreKey.of(parts[0]);
		long number = Long.parseLong(parts[1]);
		this.last = Math.max(this.last, number);
		if (parts[2].equals("?")) {
			this.underWay.put(key, number);
		}
		else {
			this.acknowledged.put(key, number);
			this.underWay.remove(key);
		}
		return true;
	}

	/**
	 * All values are as they were acknowledged, but for those that were being changed:
	 * these are as before or after that.
	 */
	private void check(Path archive, String when, boolean journalled) {
		SnapshotOptions options = options(archive).withJournal(journalled ? JournalMode.EVERY_WRITE : JournalMode.OFF);
		this.log.clear();
		try (SnapshotBackend backend = new SnapshotBackend(options, this.log::add)) {
			assertThat(backend.report().condition()).as(when + this.log).isEqualTo(Condition.UP);
			this.torn += this.log.isEmpty() ? 0 : 1;
			int present = 0;
			for (int writer = 0; writer < SnapshotKilledWriter.WRITERS; writer++) {
				for (int i = 0; i <= SnapshotKilledWriter.KEYS; i++) {
					StoreKey key = SnapshotKilledWriter.key(writer, i);
					long number = backend.read(key)
						.map(StoredValue::bytes)
						.map(SnapshotKilledWriter::number)
						.orElse(SnapshotKilledWriter.MISSING);
					long before = this.acknowledged.getOrDefault(key, SnapshotKilledWriter.MISSING);
					if (number != before) {
						assertThat(number).as("%s, acknowledged as %d, after %s", key, before, when)
							.isEqualTo(this.underWay.get(key));
						this.midway++;
					}
					this.acknowledged.put(key, number);
					present += (number != SnapshotKilledWriter.MISSING) ? 1 : 0;
				}
			}
			assertThat(backend.list("", null, 100)).hasSize(present);
			this.underWay.clear();
		}
	}

	private void killAppending(Path archive, Random random) throws Exception {
		Map<String, Deque<long[]>> lines = new HashMap<>();
		long killed;
		try (TestProcess process = start(archive, JournalMode.EVERY_SECOND, true, 1, true)) {
			long moment = System.nanoTime() + 1_500_000_000L + random.nextInt(1_000_000_000);
			while (System.nanoTime() < moment) {
				String[] parts = String.valueOf(process.readLine()).split(" ");
				if (parts.length == 3) {
					lines.computeIfAbsent(parts[0], (any) -> new ArrayDeque<>())
						.add(new long[] { Long.parseLong(parts[1]), System.nanoTime() });
				}
			}
			killed = System.nanoTime();
			process.kill();
		}
		assertThat(lines).hasSize(SnapshotKilledWriter.WRITERS);
		try (SnapshotBackend backend = new SnapshotBackend(options(archive), this.log::add)) {
			long total = 0;
			for (Map.Entry<String, Deque<long[]>> writer : lines.entrySet()) {
				long present = 0;
				while (backend.exists(StoreKey.of(writer.getKey() + "/" + (present + 1)))) {
					present++;
				}
				long safe = writer.getValue()
					.stream()
					.filter((line) -> killed - line[1] > 1_000_000_000L)
					.mapToLong((line) -> line[0])
					.max()
					.orElse(0);
				assertThat(present).as("changes of %s that are there", writer.getKey()).isGreaterThanOrEqualTo(safe);
				total += present;
			}
			assertThat(backend.info().entries()).as("no change without those before it").isEqualTo(total);
		}
	}

}
