package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hundred chunks of 80 kB, written and read one at a time on each built-in backend.
 */
@SuppressWarnings("NullAway.Init")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = { "-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch" })
public class ChunkBenchmark {

	/** The backend. */
	@Param({ "concurrent-map", "filesystem" })
	String backend;

	/** The compression of the chunks. */
	@Param({ "NONE", "ZSTD" })
	Compression compression;

	private final List<NdArray> values = ChunkCases.randomValues();

	private final List<NdArray> targets = ChunkCases.zeros();

	private Path directory;

	private ZarrEngine engine;

	private StorageBackend store;

	private ZarrArray array;

	/**
	 * Make the array.
	 * @throws IOException if there is no place for files
	 */
	@Setup
	public void setUp() throws IOException {
		this.directory = Files.createTempDirectory("chunk-benchmark");
		this.engine = ZarrEngine.create();
		this.store = this.backend.equals("filesystem") ? new FilesystemBackend(this.directory)
				: new ConcurrentMapBackend();
		this.array = this.engine.hierarchy("benchmark", this.store).create("a", ChunkCases.spec(this.compression));
		write();
	}

	/**
	 * Write all chunks.
	 */
	@Benchmark
	public final void write() {
		ChunkCases.write(this.array, this.values);
	}

	/**
	 * Read all chunks.
	 * @return what was read
	 */
	@Benchmark
	public List<NdArray> read() {
		ChunkCases.read(this.array, this.targets);
		return this.targets;
	}

	/**
	 * Remove the array.
	 * @throws IOException if the files cannot be removed
	 */
	@TearDown
	public void tearDown() throws IOException {
		this.store.close();
		this.engine.close();
		YardstickData.delete(this.directory);
	}

}
