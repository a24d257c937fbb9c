package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;

/**
 * The cube in shards, and in chunks compressed with blosc: what is compared with peers
 * alone, since nobody would write it by hand.
 */
final class ShardCases {

	private static final int SIZE = YardstickData.CUBE;

	private static final int REGION = YardstickData.REGION;

	private static final long BYTES = 4L * SIZE * SIZE * SIZE;

	private static final int[] INNER = { 288, 64, 448 };

	private final YardstickData data;

	private final ZarrEngine engine;

	private final Hierarchy reference;

	ShardCases(YardstickData data, ZarrEngine engine, Hierarchy reference) {
		this.data = data;
		this.engine = engine;
		this.reference = reference;
	}

	private static ArraySpec shards() {
		return ArraySpec.of(DataType.FLOAT32)
			.shape(SIZE, SIZE, SIZE)
			.chunks(32, 32, 32)
			.shards(256, 256, 256)
			.codecs(Codecs.zstd(Compression.ZSTD_LEVEL));
	}

	private static ArraySpec blosc() {
		return ArraySpec.of(DataType.FLOAT32)
			.shape(SIZE, SIZE, SIZE)
			.chunks(64, 64, 64)
			.codecs(Codecs.blosc(Compressor.LZ4, 5, Shuffle.SHUFFLE));
	}

	void addTo(CaseList cases) {
		cases.add("w_blosc", (name) -> write(name, blosc()));
		cases.add("r_blosc", (name) -> read(name, "a_blosc", blosc()));
		cases.add("sub_blosc", (name) -> regions(name, "a_blosc", blosc()));
		cases.add("planeZ_blosc", (name) -> plane(name, Slice.at(SIZE / 2), Slice.all(), Slice.all()));
		cases.add("planeX_blosc", (name) -> plane(name, Slice.all(), Slice.all(), Slice.at(SIZE / 2)));
		cases.add("sh_w", (name) -> write(name, shards()));
		cases.add("sh_r", (name) -> read(name, "s_zstd", shards()));
		cases.add("sh_sub", (name) -> regions(name, "s_zstd", shards()));
		cases.add("sh_inner", this::inner);
	}

	/**
	 * The reference array, which is made when it is needed first.
	 */
	private ZarrArray array(String path, ArraySpec spec) throws IOException {
		if (!this.reference.exists(path)) {
			this.reference.create(path, spec).write(CubeCases.values(this.data.cube()));
		}
		return this.reference.open(path);
	}

	private YardstickCase write(String name, ArraySpec spec) throws IOException {
		NdArray values = CubeCases.values(this.data.cube());
		Scratch scratch = this.data.scratch(Yardstick.ENGINE);
		Program engine = new Program(scratch::next, () -> {
			try (FilesystemBackend backend = new FilesystemBackend(scratch.current())) {
				this.engine.hierarchy("yardstick", backend).create("w", spec).write(values);
			}
		}, () -> {
			try (FilesystemBackend backend = new FilesystemBackend(scratch.current())) {
				ZarrArray array = this.engine.hierarchy("yardstick", backend).open("w");
				check(array.read(Slice.range(100, 140)), new int[] { 100, 0, 0 }, new int[] { 40, SIZE, SIZE });
			}
		});
		return new YardstickCase(name, BYTES, 0, 5, null, engine);
	}

	private YardstickCase read(String name, String path, ArraySpec spec) throws IOException {
		ZarrArray array = array(path, spec);
		NdArray target = CubeCases.values(this.data.result());
		Task read = () -> array.readInto(Selection.all(), target);
		return new YardstickCase(name, BYTES, 0, 7, null, Program.of(read, () -> {
			Arrays.fill(this.data.result(), Float.NaN);
			read.run();
			check(target, new int[3], new int[] { SIZE, SIZE, SIZE });
		}));
	}

	private YardstickCase regions(String name, String path, ArraySpec spec) throws IOException {
		ZarrArray array = array(path, spec);
		List<int[]> starts = this.data.regions();
		NdArray target = NdArray.zeros(DataType.FLOAT32, REGION, REGION, REGION);
		Task read = () -> {
			for (int[] start : starts) {
				array.readInto(region(start), target);
			}
		};
		return new YardstickCase(name, 4L * target.size() * starts.size(), starts.size(), 9, null,
				Program.of(read, () -> checkRegion(target, starts.get(starts.size() - 1))));
	}

	private YardstickCase inner(String name) throws IOException {
		ZarrArray array = array("s_zstd", shards());
		NdArray target = NdArray.zeros(DataType.FLOAT32, REGION, REGION, REGION);
		Task read = () -> array.readInto(region(INNER), target);
		return new YardstickCase(name, 4L * target.size(), 1, 101, null,
				Program.of(read, () -> checkRegion(target, INNER)));
	}

	private void checkRegion(NdArray values, int[] start) throws IOException {
		check(values, start, new int[] { REGION, REGION, REGION });
	}

	private YardstickCase plane(String name, Slice... slices) throws IOException {
		ZarrArray array = array("a_blosc", blosc());
		NdArray target = NdArray.zeros(DataType.FLOAT32, SIZE, SIZE);
		Task read = () -> array.readInto(Selection.of(slices), target);
		int[] start = Arrays.stream(slices).mapToInt((slice) -> (int) slice.start()).toArray();
		int[] count = Arrays.stream(slices).mapToInt((slice) -> slice.single() ? 1 : SIZE).toArray();
		return new YardstickCase(name, 4L * target.size(), 0, 51, null,
				Program.of(read, () -> check(target, start, count)));
	}

	private static Selection region(int[] start) {
		return Selection.of(Slice.range(start[0], start[0] + REGION), Slice.range(start[1], start[1] + REGION),
				Slice.range(start[2], start[2] + REGION));
	}

	private void check(NdArray values, int[] start, int[] count) throws IOException {
		float[] cube = this.data.cube();
		float[] read = values.floats();
		for (int i = 0; i < read.length; i++) {
			int z = start[0] + i / (count[1] * count[2]);
			int y = start[1] + i / count[2] % count[1];
			int x = start[2] + i % count[2];
			if (read[i] != cube[(z * SIZE + y) * SIZE + x]) {
				throw new IllegalStateException("The cube was not read as it was written");
			}
		}
	}

}
