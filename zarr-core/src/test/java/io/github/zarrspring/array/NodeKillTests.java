package io.github.zarrspring.array;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.filesystem.TestProcess;
import io.github.zarrspring.storage.snapshot.JournalMode;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process that creates an array, appends to it, makes it smaller and larger,
 * moves and deletes it. What it was told is done is there, and nothing comes back: not
 * when the array grows, and not when another one is created in its place.
 */
class NodeKillTests {

	@TempDir
	Path directory;

	/**
	 * The cells of the array, {@code null} if there is none.
	 */
	private int @Nullable [] cells;

	private @Nullable String path;

	private int value = 1;

	@ParameterizedTest
	@EnumSource
	@Tag("slow")
	void whenKilledThenNothingIsLostAndNothingComesBack(Store store) throws Exception {
		kill(store, 8);
	}

	@ParameterizedTest
	@EnumSource
	@Tag("proof")
	void whenKilledVeryOftenThenNothingIsLostAndNothingComesBack(Store store) throws Exception {
		kill(store, 500);
	}

	private void kill(Store store, int times) throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		int midway = 0;
		for (int i = 0; i < times; i++) {
			String when = "kill %s of seed %s".formatted(i, seed);
			String[] underWay = runAndKill(store, random, when);
			try (ZarrEngine engine = ZarrEngine.create(); StorageBackend backend = store.open(this.directory)) {
				Hierarchy hierarchy = engine.hierarchy("test", backend);
				if (underWay != null) {
					midway++;
					settle(hierarchy, underWay, when + " within " + String.join(" ", underWay));
				}
				check(hierarchy, store.format(), when);
			}
		}
		System.getLogger(getClass().getName())
			.log(System.Logger.Level.INFO, "{0} of {1} kills came within a step on {2}", midway, times, store);
	}

	/**
	 * Run the process and kill it.
	 * @return the step that was under way, {@code null} if none was
	 */
	private String @Nullable [] runAndKill(Store store, Random random, String when) throws Exception {
		String[] step = null;
		try (TestProcess process = new TestProcess(NodeKillProcess.class, store.name(), this.directory.toString(),
				Long.toString(random.nextLong()), Integer.toString(this.value))) {
			int lines = 2 * random.nextInt(60) + random.nextInt(2);
			for (int i = 0; i <= lines; i++) {
				String line = process.readLine();
				assertThat(line).as("what the process says before %s", when).isNotNull();
				step = follow(line, step);
			}
			long moment = System.nanoTime() + random.nextInt(3_000_000);
			while (System.nanoTime() < moment) {
				Thread.onSpinWait();
			}
			process.kill();
			for (String line = process.readLine(); line != null; line = process.readLine()) {
				step = follow(line, step);
			}
		}
		return step;
	}

	/**
	 * Follow what the process prints.
	 * @return the step that is under way now
	 */
	private String @Nullable [] follow(String line, String @Nullable [] step) {
		if (!line.equals("done")) {
			String[] begun = line.split(" ");
			// A line that the kill has cut off is of a step that has not begun.
			return (begun.length == 4 && !begun[3].isEmpty()) ? begun : step;
		}
		assertThat(step).isNotNull();
		int size = Integer.parseInt(step[2]);
		this.value = Integer.parseInt(step[3]) + 1;
		switch (step[0]) {
			case "create" -> {
				this.cells = new int[0];
				this.path = step[1];
			}
			case "delete" -> {
				this.cells = null;
			}
			case "move" -> {
				this.path = NodeKillProcess.other(step[1]);
			}
			case "resize" -> {
				this.cells = Arrays.copyOf(cells(), size);
			}
			default -> {
				this.cells = append(cells(), size, Integer.parseInt(step[3]));
			}
		}
		return null;
	}

	private static int[] append(int[] cells, int size, int value) {
		int[] longer = Arrays.copyOf(cells, cells.length + size);
		Arrays.fill(longer, cells.length, longer.length, value);
		return longer;
	}

	private int[] cells() {
		assertThat(this.cells).isNotNull();
		return this.cells;
	}

	/**
	 * See how far a step has come, and that it has come no other way.
	 */
	private void settle(Hierarchy hierarchy, String[] step, String when) {
		this.value = Integer.parseInt(step[3]) + 1;
		int size = Integer.parseInt(step[2]);
		int[] found = read(hierarchy, step[1]);
		switch (step[0]) {
			case "create" -> {
				assertThat((found != null) ? found : new int[0]).as(when).isEmpty();
				this.cells = found;
				this.path = step[1];
			}
			case "delete" -> {
				assertPartOf(found, cells(), when);
				if (hierarchy.exists(step[1])) {
					hierarchy.delete(step[1]);
				}
				this.cells = null;
			}
			case "move" -> settleMove(hierarchy, step[1], found, when);
			case "resize" -> {
				assertThat(found).as(when).isIn(cells(), Arrays.copyOf(cells(), size));
				this.cells = found;
			}
			default -> {
				int[] whole = append(cells(), size, Integer.parseInt(step[3]));
				assertThat(found).as(when).isNotNull();
				assertThat(found.length).as(when).isIn(cells().length, whole.length);
				assertPartOf(found, whole, when);
				assertThat(Arrays.copyOf(found, cells().length)).as(when).isEqualTo(cells());
				this.cells = found;
			}
		}
	}

	/**
	 * Of the two one is whole, and what is left of the other can be deleted.
	 */
	private void settleMove(Hierarchy hierarchy, String from, int @Nullable [] found, String when) {
		String to = NodeKillProcess.other(from);
		boolean stayed = found != null && Arrays.equals(found, cells());
		if (!stayed) {
			assertThat(read(hierarchy, to)).as(when).isEqualTo(cells());
		}
		this.path = stayed ? from : to;
		String left = stayed ? to : from;
		if (hierarchy.exists(left)) {
			hierarchy.delete(left);
		}
	}

	private static int @Nullable [] read(Hierarchy hierarchy, String path) {
		return hierarchy.exists(path) ? hierarchy.open(path).read().ints() : null;
	}

	private static void assertPartOf(int @Nullable [] found, int[] whole, String when) {
		for (int i = 0; found != null && i < found.length; i++) {
			assertThat(found[i]).as("%s, cell %s", when, i).isIn(0, whole[i]);
		}
	}

	/**
	 * All that is there is right, and what is created or grows is empty.
	 */
	private void check(Hierarchy hierarchy, ZarrFormat format, String when) {
		for (String each : NodeKillProcess.PATHS) {
			if (this.cells != null && each.equals(this.path)) {
				ZarrArray array = hierarchy.open(each);
				assertThat(array.read().ints()).as(when).isEqualTo(this.cells);
				array.resize(this.cells.length + 80);
				int[] longer = Arrays.copyOf(this.cells, this.cells.length + 80);
				assertThat(array.read().ints()).as(when).isEqualTo(longer);
				array.resize(this.cells.length);
			}
			else {
				assertThat(hierarchy.exists(each)).as(when).isFalse();
				ZarrArray array = hierarchy.create(each, NodeKillProcess.spec(format));
				array.resize(100);
				assertThat(array.read().ints()).as(when).containsOnly(0);
				hierarchy.delete(each);
			}
		}
	}

	/**
	 * The stores.
	 */
	enum Store {

		FILESYSTEM_V2, FILESYSTEM_V3, SNAPSHOT;

		StorageBackend open(Path directory) {
			return (this != SNAPSHOT) ? new FilesystemBackend(directory)
					: new SnapshotBackend(SnapshotOptions.of(directory.resolve("store.zip"))
						.withInterval(Duration.ZERO)
						.withFsync(false)
						.withOnShutdown(false)
						.withJournal(JournalMode.EVERY_WRITE), (line) -> {
						});
		}

		ZarrFormat format() {
			return (this == FILESYSTEM_V2) ? ZarrFormat.V2 : ZarrFormat.V3;
		}

	}

}
