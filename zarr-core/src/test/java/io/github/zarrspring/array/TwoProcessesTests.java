package io.github.zarrspring.array;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes of four threads each on one filesystem store.
 */
@Tag("slow")
class TwoProcessesTests {

	private static final int PROCESSES = 2;

	private static final int THREADS = 4;

	private final ZarrEngine engine = ZarrEngine.create();

	@TempDir
	Path directory;

	private StorageBackend backend;

	@BeforeEach
	void open() {
		this.backend = new FilesystemBackend(this.directory);
	}

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	@Test
	void whenProcessesIncrementOverlappingRegionsThenEachIncrementCountsOnce() throws Exception {
		ZarrArray array = create(40, 40);
		List<String> lines = ArrayProcess.runAll(this.directory, "increment", PROCESSES, THREADS, 10_000 / 8);
		long[][] counts = lines.stream().map(TwoProcessesTests::numbers).toArray(long[][]::new);
		assertThat(counts).hasDimensions(PROCESSES * THREADS, 1600);
		assertThat(array.read().longs()).isEqualTo(Increments.sum(counts));
	}

	@Test
	void whenWholeChunkWritesRaceWithUpdatesOfAnotherProcessThenAllFitsSomeOrder() throws Exception {
		ZarrArray array = create(16);
		List<String> lines = ArrayProcess.runAll(this.directory, "race", PROCESSES, THREADS, 1000);
		RacingChunk.check(lines.stream().map(RacingChunk::parse).toList(), array.read());
	}

	@Test
	void whenProcessesAppendThenEachRowIsThereOnce() throws Exception {
		ZarrArray array = create(0, 3);
		List<String> lines = ArrayProcess.runAll(this.directory, "append", PROCESSES, THREADS, 50);
		Map<Long, Long> writers = new TreeMap<>();
		for (String line : lines) {
			int colon = line.indexOf(':');
			for (long start : numbers(line.substring(colon + 1))) {
				assertThat(writers.put(start, Long.valueOf(line.substring(0, colon)))).as("row %d", start).isNull();
			}
		}
		long[] cells = array.refresh().read().longs();
		assertThat(writers).hasSize(PROCESSES * THREADS * 50).hasSize(cells.length / 3);
		writers.forEach((row, writer) -> assertThat(Arrays.copyOfRange(cells, (int) (row * 3), (int) (row * 3 + 3)))
			.containsOnly(writer));
	}

	private ZarrArray create(long... shape) {
		long[] chunks = new long[shape.length];
		Arrays.fill(chunks, 16);
		return this.engine.hierarchy("test", this.backend)
			.create("a", ArraySpec.of(DataType.INT64).shape(shape).chunks(chunks).codecs(Codecs.zstd(1)));
	}

	private static long[] numbers(String list) {
		return Arrays.stream(list.substring(1, list.length() - 1).split(", ")).mapToLong(Long::parseLong).toArray();
	}

}
