package io.github.zarrspring.array;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight threads on one array, without any lock in the test.
 */
class ConcurrentArraysTests {

	private static final int THREADS = 8;

	private final ZarrEngine engine = ZarrEngine.create();

	@TempDir
	Path directory;

	@AfterEach
	void closeEngine() {
		this.engine.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenThreadsWriteDisjointCellsOfSharedChunksThenNoneIsLost(Backend kind) throws Exception {
		try (StorageBackend backend = kind.open(this.directory)) {
			ZarrArray array = create(backend, DataType.INT32, 96, 96);
			int[] expected = new int[96 * 96];
			Threads.run(THREADS, (thread) -> {
				ZarrArray own = this.engine.hierarchy("test", backend).open("a");
				for (int row = thread; row < 96; row += THREADS) {
					int[] values = new int[96];
					Arrays.fill(values, row * 1000 + thread);
					System.arraycopy(values, 0, expected, row * 96, 96);
					own.write(Selection.of(Slice.at(row)), NdArray.of(values, 96));
				}
			});
			assertThat(array.read().ints()).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenThreadsIncrementOverlappingRegionsThenEachIncrementCountsOnce(Backend kind) throws Exception {
		try (StorageBackend backend = kind.open(this.directory)) {
			ZarrArray array = create(backend, DataType.INT64, 40, 40);
			long[][] counts = new long[THREADS][];
			Threads.run(THREADS, (thread) -> counts[thread] = Increments.run(array, 10_000 / THREADS, thread));
			assertThat(array.read().longs()).isEqualTo(Increments.sum(counts));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenWholeChunkWritesRaceWithUpdatesThenAllFitsSomeOrder(Backend kind) throws Exception {
		try (StorageBackend backend = kind.open(this.directory)) {
			ZarrArray array = create(backend, DataType.INT64, 16);
			RacingChunk[] histories = new RacingChunk[THREADS];
			Threads.run(THREADS, (thread) -> histories[thread] = RacingChunk.run(array, 1000, thread));
			RacingChunk.check(List.of(histories), array.read());
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenThreadsAppendThenEachRowIsThereOnce(Backend kind) throws Exception {
		try (StorageBackend backend = kind.open(this.directory)) {
			ZarrArray array = create(backend, DataType.INT32, 0, 5);
			int perThread = 40;
			Threads.run(THREADS, (thread) -> {
				ZarrArray own = this.engine.hierarchy("test", backend).open("a");
				for (int i = 0; i < perThread; i++) {
					int[] rows = new int[(1 + i % 3) * 5];
					Arrays.fill(rows, 1 + thread * perThread + i);
					long start = own.append(NdArray.of(rows, 1 + i % 3, 5));
					assertThat(own.read(Slice.range(start, start + 1 + i % 3)).ints()).isEqualTo(rows);
				}
			});
			int[] all = array.refresh().read().ints();
			int[] counts = new int[THREADS * perThread + 1];
			for (int value : all) {
				counts[value]++;
			}
			int[] expected = IntStream.range(0, counts.length)
				.map((value) -> (value > 0) ? (1 + (value - 1) % perThread % 3) * 5 : 0)
				.toArray();
			assertThat(counts).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenThreadsCreateTheSameArrayThenOneSucceeds(Backend kind) throws Exception {
		try (StorageBackend backend = kind.open(this.directory)) {
			AtomicInteger created = new AtomicInteger();
			Threads.run(THREADS, (thread) -> {
				try {
					this.engine.hierarchy("test", backend)
						.create("x/y/z", ArraySpec.of(DataType.INT8).shape(3).attribute("thread", thread));
					created.incrementAndGet();
				}
				catch (NodeExistsException ex) {
					assertThat(ex.getPath()).isEqualTo("x/y/z");
				}
			});
			assertThat(created).hasValue(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenThreadsReadWhileOthersWriteThenChunksAreNeverTorn(Backend kind) throws Exception {
		try (StorageBackend backend = kind.open(this.directory)) {
			ZarrArray array = create(backend, DataType.INT32, 16, 16);
			Threads.run(THREADS, (thread) -> {
				Random random = new Random(thread);
				for (int i = 0; i < 300; i++) {
					if (thread % 2 == 0) {
						int[] values = new int[256];
						Arrays.fill(values, random.nextInt());
						array.write(NdArray.of(values, 16, 16));
					}
					else {
						int[] values = array.read(Slice.range(0, 16), Slice.range(0, 16)).ints();
						assertThat(Arrays.stream(values).distinct().count()).isEqualTo(1);
					}
				}
			});
		}
	}

	private ZarrArray create(StorageBackend backend, DataType type, long... shape) {
		long[] chunks = new long[shape.length];
		Arrays.fill(chunks, 16);
		return this.engine.hierarchy("test", backend)
			.create("a", ArraySpec.of(type).shape(shape).chunks(chunks).codecs(Codecs.zstd(1)));
	}

	/**
	 * The backends.
	 */
	enum Backend {

		CONCURRENT_MAP {

			@Override
			StorageBackend open(Path directory) {
				return new ConcurrentMapBackend();
			}

		},

		FILESYSTEM {

			@Override
			StorageBackend open(Path directory) {
				return new FilesystemBackend(directory);
			}

		};

		abstract StorageBackend open(Path directory);

	}

}
