package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;

/**
 * The yardstick: the cases that other Zarr libraries are measured by, each done by hand
 * and by the engine in turns. Prints one line of JSON for each, and a table at the end.
 * <p>
 * Arguments: the number of threads, 2 by default, and how the names of the wanted cases
 * begin, with commas between them, by default all. The data are in the directory that the
 * environment variable {@code YARDSTICK_DATA} names, and are made if it is missing.
 */
public final class Yardstick {

	/**
	 * The work by hand.
	 */
	static final String FLOOR = "floor";

	/**
	 * The work by the engine.
	 */
	static final String ENGINE = "zarr-spring";

	private static final String DEFAULT_DATA = "benchmarks/target/yardstick-data";

	private Yardstick() {
	}

	/**
	 * Run the yardstick.
	 * @param arguments the number of threads and the cases
	 * @throws IOException if the data cannot be read or written
	 */
	public static void main(String[] arguments) throws IOException {
		int threads = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 2;
		List<String> wanted = (arguments.length > 1) ? List.of(arguments[1].split(",")) : List.of();
		Path directory = Path.of(System.getenv().getOrDefault("YARDSTICK_DATA", DEFAULT_DATA));
		YardstickData data = YardstickData.in(directory.toAbsolutePath());
		try (Floor floor = new Floor(threads);
				ZarrEngine engine = ZarrEngine.builder().parallelism(threads).build();
				FilesystemBackend reference = new FilesystemBackend(data.reference())) {
			CaseList cases = new CaseList(wanted);
			Hierarchy hierarchy = engine.hierarchy("reference", reference);
			new CubeCases(data, floor, engine, hierarchy).addTo(cases);
			new ShardCases(data, engine, hierarchy).addTo(cases);
			new LayoutCases(engine).addTo(cases);
			new ImageCases(data, floor, engine, hierarchy).addTo(cases);
			new NodeCases(data, engine).addTo(cases);
			new ChunkCases(floor, engine).addTo(cases);
			run(cases, System.out);
		}
		finally {
			data.deleteScratch();
		}
	}

	private static void run(CaseList cases, PrintStream out) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String name : cases.names()) {
			for (Measurement measurement : Rounds.measure(cases.make(name))) {
				lines.add(measurement.toJson());
				out.println(measurement.toJson());
			}
		}
		out.println();
		out.print(PerformanceTable.of(lines));
	}

}
