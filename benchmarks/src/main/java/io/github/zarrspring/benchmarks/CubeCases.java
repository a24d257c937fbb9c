package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;

/**
 * The cube of 512 MiB in chunks of 1 MiB: written and read whole, in regions and in
 * planes.
 */
final class CubeCases {

	private static final int SIZE = YardstickData.CUBE;

	private static final int CHUNK = YardstickData.CUBE_CHUNK;

	private static final int CHUNKS = SIZE / CHUNK;

	private static final long BYTES = 4L * SIZE * SIZE * SIZE;

	private static final Box WHOLE = new Box(new int[3], new int[] { SIZE, SIZE, SIZE });

	private static final Box PLANE_Z = new Box(new int[] { SIZE / 2, 0, 0 }, new int[] { 1, SIZE, SIZE });

	private static final Box PLANE_X = new Box(new int[] { 0, 0, SIZE / 2 }, new int[] { SIZE, SIZE, 1 });

	private final YardstickData data;

	private final Floor floor;

	private final ZarrEngine engine;

	private final Hierarchy reference;

	CubeCases(YardstickData data, Floor floor, ZarrEngine engine, Hierarchy reference) {
		this.data = data;
		this.floor = floor;
		this.engine = engine;
		this.reference = reference;
	}

	static ArraySpec spec(Compression compression) {
		return compression.of(ArraySpec.of(DataType.FLOAT32).shape(SIZE, SIZE, SIZE).chunks(CHUNK, CHUNK, CHUNK));
	}

	static NdArray values(float[] cube) {
		return NdArray.of(cube, SIZE, SIZE, SIZE);
	}

	void addTo(CaseList cases) {
		for (Compression compression : Compression.values()) {
			cases.add("w_" + compression.suffix(), (name) -> write(name, compression));
		}
		for (Compression compression : Compression.values()) {
			cases.add("r_" + compression.suffix(), (name) -> read(name, compression));
		}
		for (Compression compression : List.of(Compression.NONE, Compression.ZSTD)) {
			cases.add("sub_" + compression.suffix(), (name) -> regions(name, compression));
			cases.add("planeZ_" + compression.suffix(), (name) -> plane(name, compression, PLANE_Z));
			cases.add("planeX_" + compression.suffix(), (name) -> plane(name, compression, PLANE_X));
		}
	}

	private YardstickCase write(String name, Compression compression) throws IOException {
		float[] cube = this.data.cube();
		Scratch byHand = this.data.scratch(Yardstick.FLOOR);
		Scratch byEngine = this.data.scratch(Yardstick.ENGINE);
		Program floor = new Program(byHand::next, () -> writeByHand(byHand.current(), compression),
				() -> checkWritten(byHand.current(), compression));
		NdArray values = values(cube);
		Program engine = new Program(byEngine::next, () -> {
			try (FilesystemBackend backend = new FilesystemBackend(byEngine.current())) {
				this.engine.hierarchy("yardstick", backend).create("w", spec(compression)).write(values);
			}
		}, () -> checkWritten(byEngine.current().resolve("w"), compression));
		return new YardstickCase(name, BYTES, 0, 5, floor, engine);
	}

	private void writeByHand(Path array, Compression compression) throws IOException {
		float[] cube = this.data.cube();
		for (int i = 0; i < CHUNKS * CHUNKS; i++) {
			Files.createDirectories(chunkFile(array, i * CHUNKS).getParent());
		}
		this.floor.forEach(CHUNKS * CHUNKS * CHUNKS, (worker, chunk) -> {
			FloatBuffer values = worker.decoded().asFloatBuffer();
			int[] start = chunkStart(chunk);
			for (int z = 0; z < CHUNK; z++) {
				for (int y = 0; y < CHUNK; y++) {
					values.put((z * CHUNK + y) * CHUNK, cube, position(start[0] + z, start[1] + y, start[2]), CHUNK);
				}
			}
			worker.write(chunkFile(array, chunk),
					worker.encode(compression, worker.decoded().limit(CHUNK * CHUNK * CHUNK * Float.BYTES)));
		});
	}

	private void checkWritten(Path array, Compression compression) throws IOException {
		readByHand(array, compression, WHOLE, this.data.result());
		checkResult();
	}

	private void checkResult() throws IOException {
		if (!Arrays.equals(this.data.cube(), this.data.result())) {
			throw new IllegalStateException("The cube was not read as it was written");
		}
	}

	private YardstickCase read(String name, Compression compression) throws IOException {
		this.data.cube();
		float[] result = this.data.result();
		Task floor = () -> readByHand(array(compression), compression, WHOLE, result);
		ZarrArray array = this.reference.open(YardstickData.cubeName(compression));
		NdArray target = values(result);
		Task engine = () -> array.readInto(Selection.all(), target);
		return new YardstickCase(name, BYTES, 0, 7, readProgram(floor), readProgram(engine));
	}

	private Program readProgram(Task read) {
		return Program.of(read, () -> {
			Arrays.fill(this.data.result(), Float.NaN);
			read.run();
			checkResult();
		});
	}

	private Path array(Compression compression) {
		return this.data.reference().resolve(YardstickData.cubeName(compression));
	}

	private YardstickCase regions(String name, Compression compression) {
		int size = YardstickData.REGION;
		List<Box> boxes = this.data.regions()
			.stream()
			.map((start) -> new Box(start, new int[] { size, size, size }))
			.toList();
		return boxes(name, compression, boxes, boxes.size(), 9);
	}

	private YardstickCase plane(String name, Compression compression, Box plane) {
		return boxes(name, compression, List.of(plane), 0, 51);
	}

	private YardstickCase boxes(String name, Compression compression, List<Box> boxes, int operations, int rounds) {
		int size = boxes.get(0).size();
		float[] result = new float[size];
		Path files = array(compression);
		Task floor = () -> {
			for (Box box : boxes) {
				readByHand(files, compression, box, result);
			}
		};
		ZarrArray array = this.reference.open(YardstickData.cubeName(compression));
		NdArray target = NdArray.of(result, boxes.get(0).shape());
		Task engine = () -> {
			for (Box box : boxes) {
				array.readInto(box.selection(), target);
			}
		};
		Task check = () -> check(boxes.get(boxes.size() - 1), result);
		return new YardstickCase(name, 4L * size * boxes.size(), operations, rounds, Program.of(floor, check),
				Program.of(engine, check));
	}

	private void check(Box box, float[] result) throws IOException {
		float[] cube = this.data.cube();
		int[] count = box.count();
		for (int i = 0; i < result.length; i++) {
			int z = box.start()[0] + i / (count[1] * count[2]);
			int y = box.start()[1] + i / count[2] % count[1];
			int x = box.start()[2] + i % count[2];
			if (result[i] != cube[position(z, y, x)]) {
				throw new IllegalStateException("A part of the cube was not read as it was written");
			}
		}
		Arrays.fill(result, Float.NaN);
	}

	/**
	 * Read a box: all chunks that it touches, on all threads.
	 */
	private void readByHand(Path array, Compression compression, Box box, float[] result) throws IOException {
		int[] first = new int[3];
		int[] chunks = new int[3];
		for (int i = 0; i < 3; i++) {
			first[i] = box.start()[i] / CHUNK;
			chunks[i] = (box.start()[i] + box.count()[i] - 1) / CHUNK - first[i] + 1;
		}
		this.floor.forEach(chunks[0] * chunks[1] * chunks[2], (worker, number) -> {
			int chunk = ((first[0] + number / (chunks[1] * chunks[2])) * CHUNKS + first[1]
					+ number / chunks[2] % chunks[1]) * CHUNKS + first[2] + number % chunks[2];
			FloatBuffer values = worker.decode(compression, worker.read(chunkFile(array, chunk))).asFloatBuffer();
			copyRows(values, chunkStart(chunk), box, result);
		});
	}

	private static void copyRows(FloatBuffer values, int[] start, Box box, float[] result) {
		int[] from = new int[3];
		int[] to = new int[3];
		for (int i = 0; i < 3; i++) {
			from[i] = Math.max(start[i], box.start()[i]);
			to[i] = Math.min(start[i] + CHUNK, box.start()[i] + box.count()[i]);
		}
		int length = to[2] - from[2];
		for (int z = from[0]; z < to[0]; z++) {
			for (int y = from[1]; y < to[1]; y++) {
				int source = ((z - start[0]) * CHUNK + y - start[1]) * CHUNK + from[2] - start[2];
				int target = box.position(z, y, from[2]);
				if (length == 1) {
					result[target] = values.get(source);
				}
				else {
					values.get(source, result, target, length);
				}
			}
		}
	}

	private static int[] chunkStart(int chunk) {
		return new int[] { chunk / (CHUNKS * CHUNKS) * CHUNK, chunk / CHUNKS % CHUNKS * CHUNK, chunk % CHUNKS * CHUNK };
	}

	private static Path chunkFile(Path array, int chunk) {
		return array.resolve("c/" + chunk / (CHUNKS * CHUNKS) + "/" + chunk / CHUNKS % CHUNKS + "/" + chunk % CHUNKS);
	}

	private static int position(int z, int y, int x) {
		return (z * SIZE + y) * SIZE + x;
	}

	/**
	 * A part of the cube.
	 *
	 * @param start its first corner
	 * @param count its size along each dimension
	 */
	private record Box(int[] start, int[] count) {

		int size() {
			return this.count[0] * this.count[1] * this.count[2];
		}

		int position(int z, int y, int x) {
			return ((z - this.start[0]) * this.count[1] + y - this.start[1]) * this.count[2] + x - this.start[2];
		}

		/**
		 * The shape that the engine gives it, without dimensions of size one.
		 */
		int[] shape() {
			return Arrays.stream(this.count).filter((size) -> size > 1).toArray();
		}

		Selection selection() {
			Slice[] slices = new Slice[3];
			for (int i = 0; i < 3; i++) {
				slices[i] = (this.count[i] == 1) ? Slice.at(this.start[i])
						: Slice.range(this.start[i], this.start[i] + this.count[i]);
			}
			return Selection.of(slices);
		}

	}

}
