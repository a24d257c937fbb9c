package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;

/**
 * A thousand small arrays, opened one by one and listed. The store is opened anew each
 * time, so that nothing is known of it.
 */
final class NodeCases {

	private static final int COUNT = YardstickData.SMALL_ARRAYS;

	private static final int ROUNDS = 25;

	private final YardstickData data;

	private final ZarrEngine engine;

	NodeCases(YardstickData data, ZarrEngine engine) {
		this.data = data;
		this.engine = engine;
	}

	void addTo(CaseList cases) {
		cases.add("open1000", this::open);
		cases.add("list1000", this::list);
	}

	private YardstickCase open(String name) {
		Task floor = () -> {
			for (int i = 0; i < COUNT; i++) {
				readDocument(this.data.reference().resolve(YardstickData.smallName(i)));
			}
		};
		Task engine = () -> {
			try (FilesystemBackend backend = new FilesystemBackend(this.data.reference())) {
				Hierarchy hierarchy = this.engine.hierarchy("yardstick", backend);
				for (int i = 0; i < COUNT; i++) {
					require(hierarchy.open(YardstickData.smallName(i)).shape().length == 2);
				}
			}
		};
		return new YardstickCase(name, 0, COUNT, ROUNDS, Program.of(floor, floor), Program.of(engine, engine));
	}

	private YardstickCase list(String name) {
		Task floor = () -> {
			int count = 0;
			try (DirectoryStream<Path> arrays = Files.newDirectoryStream(this.data.reference().resolve("many"))) {
				for (Path array : arrays) {
					count += Files.isDirectory(array) ? readDocument(array) : 0;
				}
			}
			require(count == COUNT);
		};
		Task engine = () -> {
			try (FilesystemBackend backend = new FilesystemBackend(this.data.reference())) {
				require(this.engine.hierarchy("yardstick", backend).children("many").size() == COUNT);
			}
		};
		return new YardstickCase(name, 0, COUNT, ROUNDS, Program.of(floor, floor), Program.of(engine, engine));
	}

	private static int readDocument(Path array) throws IOException {
		require(Files.readAllBytes(array.resolve("zarr.json")).length > 0);
		return 1;
	}

	private static void require(boolean right) {
		if (!right) {
			throw new IllegalStateException("The small arrays are not what they should be");
		}
	}

}
