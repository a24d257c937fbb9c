package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the data of the yardstick, about 1.6 GB and the same each time: a smooth field
 * with noise, quantised to a quarter, which compresses about 3.5 times; an image of a
 * smooth field with noise; a thousand small arrays.
 */
final class DataGenerator {

	private static final int SEED = 7;

	private static final int REGIONS = 200;

	private final Path directory;

	private DataGenerator(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make the data.
	 * @param directory where they are to be; it appears when they are complete
	 */
	static void generate(Path directory) throws IOException {
		Path unfinished = directory.resolveSibling(directory.getFileName() + ".part");
		YardstickData.delete(unfinished);
		Files.createDirectories(unfinished);
		DataGenerator generator = new DataGenerator(unfinished);
		float[] cube = cube();
		short[] image = image();
		generator.writeCube(cube);
		generator.writeImage(image);
		generator.writeRegions();
		try (ZarrEngine engine = ZarrEngine.create();
				FilesystemBackend backend = new FilesystemBackend(unfinished.resolve(YardstickData.REFERENCE))) {
			Hierarchy hierarchy = engine.hierarchy("yardstick", backend);
			writeArrays(hierarchy, cube, image);
			writeSmallArrays(hierarchy);
		}
		Files.move(unfinished, directory);
	}

	private static float[] cube() {
		int size = YardstickData.CUBE;
		double[] x = IntStream.range(0, size).mapToDouble((i) -> 6 * Math.PI * i / (size - 1)).toArray();
		double[] y = Arrays.stream(x).map((value) -> 60 * Math.cos(value)).toArray();
		double[] z = Arrays.stream(x).map((value) -> Math.sin(0.7 * value)).toArray();
		float[] values = new float[size * size * size];
		IntStream.range(0, size).parallel().forEach((plane) -> {
			Random noise = new Random((long) SEED << 32 | plane);
			double level = 100 * Math.sin(x[plane]);
			int position = plane * size * size;
			for (int row = 0; row < size; row++) {
				for (int column = 0; column < size; column++) {
					double value = level + y[row] * z[column] + 0.5 * noise.nextGaussian();
					values[position++] = Math.round(4 * value) / 4F;
				}
			}
		});
		return values;
	}

	private static short[] image() {
		int size = YardstickData.IMAGE;
		double[] columns = IntStream.range(0, size).mapToDouble((i) -> Math.cos(i / 500.0)).toArray();
		short[] values = new short[size * size];
		IntStream.range(0, size).parallel().forEach((row) -> {
			Random noise = new Random((long) SEED << 33 | row);
			double level = 1000 * Math.sin(row / 300.0);
			for (int column = 0; column < size; column++) {
				values[row * size + column] = (short) (Math.round(level * columns[column]) + noise.nextInt(7) - 3);
			}
		});
		return values;
	}

	private void writeCube(float[] values) throws IOException {
		int plane = YardstickData.CUBE * YardstickData.CUBE;
		writeRaw(YardstickData.CUBE_FILE, values.length / plane, plane * Float.BYTES,
				(buffer, part) -> buffer.asFloatBuffer().put(values, part * plane, plane));
	}

	private void writeImage(short[] values) throws IOException {
		int rows = 64 * YardstickData.IMAGE;
		writeRaw(YardstickData.IMAGE_FILE, values.length / rows, rows * Short.BYTES,
				(buffer, part) -> buffer.asShortBuffer().put(values, part * rows, rows));
	}

	private void writeRaw(String file, int parts, int partBytes, ObjIntConsumer<ByteBuffer> filler) throws IOException {
		try (FileChannel channel = FileChannel.open(this.directory.resolve(file), StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE)) {
			ByteBuffer buffer = ByteBuffer.allocateDirect(partBytes).order(ByteOrder.LITTLE_ENDIAN);
			for (int part = 0; part < parts; part++) {
				filler.accept(buffer.clear(), part);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
			}
		}
	}

	private void writeRegions() {
		Random random = new Random(SEED);
		List<int[]> regions = new ArrayList<>();
		for (int i = 0; i < REGIONS; i++) {
			regions.add(random.ints(3, 0, YardstickData.CUBE - YardstickData.REGION).toArray());
		}
		new JsonMapper().writeValue(this.directory.resolve(YardstickData.REGIONS_FILE).toFile(), regions);
	}

	private static void writeArrays(Hierarchy hierarchy, float[] cube, short[] image) {
		for (Compression compression : Compression.values()) {
			hierarchy.create(YardstickData.cubeName(compression), CubeCases.spec(compression))
				.write(CubeCases.values(cube));
		}
		hierarchy.create(YardstickData.imageName(), ImageCases.spec()).write(ImageCases.values(image));
	}

	private static void writeSmallArrays(Hierarchy hierarchy) {
		ArraySpec spec = ArraySpec.of(DataType.FLOAT32).shape(10, 10).chunks(10, 10).codecs().attribute("units", "m");
		for (int i = 0; i < YardstickData.SMALL_ARRAYS; i++) {
			float[] values = new float[100];
			Arrays.fill(values, i);
			hierarchy.create(YardstickData.smallName(i), spec.attribute("i", i)).write(NdArray.of(values, 10, 10));
		}
	}

}
