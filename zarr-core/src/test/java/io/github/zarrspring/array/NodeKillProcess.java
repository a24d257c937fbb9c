package io.github.zarrspring.array;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes, moves and deletes an array until it is killed. Before and after each
 * step it prints a line that says which it is.
 */
public final class NodeKillProcess {

	/**
	 * The paths that the array can be at.
	 */
	static final String[] PATHS = { "g/a", "h/b" };

	private NodeKillProcess() {
	}

	public static void main(String[] args) {
		Random random = new Random(Long.parseLong(args[2]));
		try (ZarrEngine engine = ZarrEngine.create();
				StorageBackend backend = NodeKillTests.Store.valueOf(args[0]).open(Path.of(args[1]))) {
			Hierarchy hierarchy = engine.hierarchy("killed", backend);
			ZarrFormat format = NodeKillTests.Store.valueOf(args[0]).format();
			int value = Integer.parseInt(args[3]);
			while (true) {
				step(hierarchy, format, random, value++);
			}
		}
	}

	private static void step(Hierarchy hierarchy, ZarrFormat format, Random random, int value) {
		ZarrArray array = open(hierarchy);
		if (array == null) {
			String path = PATHS[random.nextInt(2)];
			run("create", path, 0, value, () -> hierarchy.create(path, spec(format)));
			return;
		}
		String path = array.path().value();
		int length = (int) array.shape()[0];
		int size = random.nextInt(length + 1);
		switch (random.nextInt((length > 60) ? 3 : 6)) {
			case 0 -> run("resize", path, size, value, () -> array.resize(size));
			case 1 -> run("delete", path, 0, value, () -> hierarchy.delete(path));
			case 2 -> run("move", path, 0, value, () -> hierarchy.move(path, other(path)));
			case 3 -> run("resize", path, length + 9, value, () -> array.resize(length + 9));
			default -> {
				int[] rows = new int[1 + random.nextInt(15)];
				Arrays.fill(rows, value);
				run("append", path, rows.length, value, () -> array.append(NdArray.of(rows, rows.length)));
			}
		}
	}

	private static void run(String operation, String path, int size, int value, Runnable step) {
		System.out.println(operation + ' ' + path + ' ' + size + ' ' + value);
		step.run();
		System.out.println("done");
	}

	static ArraySpec spec(ZarrFormat format) {
		return ArraySpec.of(DataType.INT32).shape(0).chunks(4).format(format);
	}

	static String other(String path) {
		return PATHS[path.equals(PATHS[0]) ? 1 : 0];
	}

	private static @Nullable ZarrArray open(Hierarchy hierarchy) {
		for (String path : PATHS) {
			if (hierarchy.exists(path)) {
				return hierarchy.open(path);
			}
		}
		return null;
	}

}
