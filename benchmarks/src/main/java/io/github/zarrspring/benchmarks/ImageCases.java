package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

/**
 * The image of 128 MiB in 16,384 chunks of 8 KiB, in files and in memory.
 */
final class ImageCases {

	private static final int SIZE = YardstickData.IMAGE;

	private static final int CHUNK = YardstickData.IMAGE_CHUNK;

	private static final int CHUNKS = SIZE / CHUNK;

	private static final long BYTES = 2L * SIZE * SIZE;

	private static final int ROUNDS = 9;

	private final YardstickData data;

	private final Floor floor;

	private final ZarrEngine engine;

	private final Hierarchy reference;

	ImageCases(YardstickData data, Floor floor, ZarrEngine engine, Hierarchy reference) {
		this.data = data;
		this.floor = floor;
		this.engine = engine;
		this.reference = reference;
	}

	static ArraySpec spec() {
		return Compression.ZSTD.of(ArraySpec.of(DataType.INT16).shape(SIZE, SIZE).chunks(CHUNK, CHUNK));
	}

	static NdArray values(short[] image) {
		return NdArray.of(image, SIZE, SIZE);
	}

	void addTo(CaseList cases) {
		cases.add("i16fs_w", this::writeFiles);
		cases.add("i16fs_r", this::readFiles);
		cases.add("i16mem_w", this::writeMemory);
		cases.add("i16mem_r", this::readMemory);
	}

	private YardstickCase writeFiles(String name) throws IOException {
		short[] image = this.data.image();
		Scratch byHand = this.data.scratch(Yardstick.FLOOR);
		Scratch byEngine = this.data.scratch(Yardstick.ENGINE);
		Program floor = new Program(byHand::next, () -> {
			Path array = byHand.current();
			for (int i = 0; i < CHUNKS; i++) {
				Files.createDirectories(chunkFile(array, i * CHUNKS).getParent());
			}
			this.floor.forEach(CHUNKS * CHUNKS,
					(worker, chunk) -> worker.write(chunkFile(array, chunk), encode(worker, image, chunk)));
		}, () -> checkFiles(byHand.current()));
		Program engine = new Program(byEngine::next, () -> {
			try (FilesystemBackend backend = new FilesystemBackend(byEngine.current())) {
				this.engine.hierarchy("yardstick", backend).create("w", spec()).write(values(image));
			}
		}, () -> checkFiles(byEngine.current().resolve("w")));
		return new YardstickCase(name, BYTES, 0, ROUNDS, floor, engine);
	}

	private static ByteBuffer encode(FloorWorker worker, short[] image, int chunk) {
		ShortBuffer values = worker.decoded().asShortBuffer();
		for (int row = 0; row < CHUNK; row++) {
			values.put(row * CHUNK, image, position(chunk, row), CHUNK);
		}
		return worker.encode(Compression.ZSTD, worker.decoded().limit(CHUNK * CHUNK * Short.BYTES));
	}

	private void checkFiles(Path array) throws IOException {
		short[] result = new short[SIZE * SIZE];
		readByHand(array, result);
		check(result);
	}

	private void check(short[] result) throws IOException {
		if (!Arrays.equals(this.data.image(), result)) {
			throw new IllegalStateException("The image was not read as it was written");
		}
	}

	private Program readProgram(Task read, short[] result) {
		return Program.of(read, () -> {
			Arrays.fill(result, (short) -1);
			read.run();
			check(result);
		});
	}

	private YardstickCase readFiles(String name) throws IOException {
		short[] result = new short[SIZE * SIZE];
		this.data.image();
		Path files = this.data.reference().resolve(YardstickData.imageName());
		ZarrArray array = this.reference.open(YardstickData.imageName());
		NdArray target = values(result);
		return new YardstickCase(name, BYTES, 0, ROUNDS, readProgram(() -> readByHand(files, result), result),
				readProgram(() -> array.readInto(Selection.all(), target), result));
	}

	private void readByHand(Path array, short[] result) throws IOException {
		this.floor.forEach(CHUNKS * CHUNKS,
				(worker, chunk) -> decode(worker, worker.read(chunkFile(array, chunk)), chunk, result));
	}

	private static void decode(FloorWorker worker, ByteBuffer encoded, int chunk, short[] result) {
		ShortBuffer values = worker.decode(Compression.ZSTD, encoded).asShortBuffer();
		for (int row = 0; row < CHUNK; row++) {
			values.get(row * CHUNK, result, position(chunk, row), CHUNK);
		}
	}

	private YardstickCase writeMemory(String name) throws IOException {
		short[] image = this.data.image();
		short[] result = new short[SIZE * SIZE];
		byte[][] chunks = new byte[CHUNKS * CHUNKS][];
		Program floor = Program.of(() -> writeByHand(image, chunks), () -> {
			readByHand(chunks, result);
			check(result);
		});
		Program engine = Program.of(() -> {
			try (ConcurrentMapBackend backend = new ConcurrentMapBackend()) {
				inMemory(backend).write(values(image));
			}
		}, () -> {
			try (ConcurrentMapBackend backend = new ConcurrentMapBackend()) {
				ZarrArray array = inMemory(backend);
				array.write(values(image));
				array.readInto(Selection.all(), values(result));
				check(result);
			}
		});
		return new YardstickCase(name, BYTES, 0, ROUNDS, floor, engine);
	}

	private ZarrArray inMemory(ConcurrentMapBackend backend) {
		return this.engine.hierarchy("memory", backend).create("w", spec());
	}

	private void writeByHand(short[] image, byte[][] chunks) throws IOException {
		this.floor.forEach(chunks.length, (worker, chunk) -> {
			ByteBuffer encoded = encode(worker, image, chunk);
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			chunks[chunk] = bytes;
		});
	}

	private void readByHand(byte[][] chunks, short[] result) throws IOException {
		this.floor.forEach(chunks.length, (worker, chunk) -> decode(worker, worker.load(chunks[chunk]), chunk, result));
	}

	private YardstickCase readMemory(String name) throws IOException {
		short[] image = this.data.image();
		short[] result = new short[SIZE * SIZE];
		byte[][] chunks = new byte[CHUNKS * CHUNKS][];
		writeByHand(image, chunks);
		ZarrArray array = inMemory(new ConcurrentMapBackend());
		array.write(values(image));
		NdArray target = values(result);
		return new YardstickCase(name, BYTES, 0, ROUNDS, readProgram(() -> readByHand(chunks, result), result),
				readProgram(() -> array.readInto(Selection.all(), target), result));
	}

	/**
	 * Where a row of a chunk is in the image.
	 */
	private static int position(int chunk, int row) {
		return (chunk / CHUNKS * CHUNK + row) * SIZE + chunk % CHUNKS * CHUNK;
	}

	private static Path chunkFile(Path array, int chunk) {
		return array.resolve("c/" + chunk / CHUNKS + "/" + chunk % CHUNKS);
	}

}
