package io.github.zarrspring.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

/**
 * A hundred chunks of 80 kB in memory, written and read one at a time on one thread: what
 * a call costs.
 */
final class ChunkCases {

	/**
	 * The number of chunks.
	 */
	static final int CHUNKS = 100;

	/**
	 * The number of values of a chunk.
	 */
	static final int LENGTH = 10_000;

	private static final int ROUNDS = 201;

	private final Floor floor;

	private final ZarrEngine engine;

	ChunkCases(Floor floor, ZarrEngine engine) {
		this.floor = floor;
		this.engine = engine;
	}

	static ArraySpec spec(Compression compression) {
		return compression.of(ArraySpec.of(DataType.FLOAT64).shape((long) CHUNKS * LENGTH).chunks(LENGTH));
	}

	/**
	 * The values of all chunks, which do not compress.
	 */
	static List<NdArray> randomValues() {
		Random random = new Random(1);
		List<NdArray> values = zeros();
		values.forEach((chunk) -> Arrays.setAll(chunk.doubles(), (i) -> random.nextGaussian()));
		return values;
	}

	/**
	 * Memory to read all chunks to.
	 */
	static List<NdArray> zeros() {
		List<NdArray> values = new ArrayList<>();
		for (int i = 0; i < CHUNKS; i++) {
			values.add(NdArray.zeros(DataType.FLOAT64, LENGTH));
		}
		return values;
	}

	static void write(ZarrArray array, List<NdArray> values) {
		for (int i = 0; i < CHUNKS; i++) {
			array.write(chunk(i), values.get(i));
		}
	}

	static void read(ZarrArray array, List<NdArray> targets) {
		for (int i = 0; i < CHUNKS; i++) {
			array.readInto(chunk(i), targets.get(i));
		}
	}

	private static Selection chunk(int number) {
		return Selection.of(Slice.range((long) number * LENGTH, (number + 1L) * LENGTH));
	}

	void addTo(CaseList cases) {
		for (Compression compression : List.of(Compression.NONE, Compression.ZSTD)) {
			cases.add("mem80k_w_" + compression.suffix(), (name) -> write(name, compression));
			cases.add("mem80k_r_" + compression.suffix(), (name) -> read(name, compression));
		}
	}

	private YardstickCase write(String name, Compression compression) {
		List<NdArray> values = randomValues();
		List<NdArray> results = zeros();
		ConcurrentMap<String, byte[]> map = new ConcurrentHashMap<>();
		ZarrArray array = newArray(compression);
		Program floor = Program.of(() -> writeByHand(compression, values, map), () -> {
			readByHand(compression, map, results);
			check(values, results);
		});
		Program engine = Program.of(() -> write(array, values), () -> {
			read(array, results);
			check(values, results);
		});
		return new YardstickCase(name, 8L * CHUNKS * LENGTH, CHUNKS, ROUNDS, floor, engine);
	}

	private ZarrArray newArray(Compression compression) {
		return this.engine.hierarchy("memory", new ConcurrentMapBackend()).create("w", spec(compression));
	}

	private YardstickCase read(String name, Compression compression) {
		List<NdArray> values = randomValues();
		List<NdArray> results = zeros();
		ConcurrentMap<String, byte[]> map = new ConcurrentHashMap<>();
		writeByHand(compression, values, map);
		ZarrArray array = newArray(compression);
		write(array, values);
		Task check = () -> check(values, results);
		return new YardstickCase(name, 8L * CHUNKS * LENGTH, CHUNKS, ROUNDS,
				Program.of(() -> readByHand(compression, map, results), check),
				Program.of(() -> read(array, results), check));
	}

	private void writeByHand(Compression compression, List<NdArray> values, ConcurrentMap<String, byte[]> map) {
		FloorWorker worker = this.floor.worker();
		for (int i = 0; i < CHUNKS; i++) {
			double[] chunk = values.get(i).doubles();
			if (compression == Compression.NONE) {
				byte[] bytes = new byte[LENGTH * Double.BYTES];
				ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(chunk);
				map.put("c/" + i, bytes);
			}
			else {
				worker.decoded().asDoubleBuffer().put(chunk);
				ByteBuffer encoded = worker.encode(compression, worker.decoded().limit(LENGTH * Double.BYTES));
				byte[] bytes = new byte[encoded.remaining()];
				encoded.get(bytes);
				map.put("c/" + i, bytes);
			}
		}
	}

	private void readByHand(Compression compression, ConcurrentMap<String, byte[]> map, List<NdArray> results) {
		FloorWorker worker = this.floor.worker();
		for (int i = 0; i < CHUNKS; i++) {
			byte[] bytes = map.getOrDefault("c/" + i, new byte[0]);
			ByteBuffer decoded = (compression == Compression.NONE)
					? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
					: worker.decode(compression, worker.load(bytes));
			decoded.asDoubleBuffer().get(results.get(i).doubles());
		}
	}

	private static void check(List<NdArray> values, List<NdArray> results) {
		for (int i = 0; i < CHUNKS; i++) {
			if (!Arrays.equals(values.get(i).doubles(), results.get(i).doubles())) {
				throw new IllegalStateException("A chunk was not read as it was written");
			}
			Arrays.fill(results.get(i).doubles(), 0);
		}
	}

}
