package io.github.zarrspring.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data that all programs of the yardstick read: raw values, the regions to read, and
 * the reference arrays below {@code ref}. Made by {@link DataGenerator} if the directory
 * is not there, or by another program in the same layout.
 */
final class YardstickData {

	/**
	 * The size of the cube along each dimension.
	 */
	static final int CUBE = 512;

	/**
	 * The size of its chunks along each dimension.
	 */
	static final int CUBE_CHUNK = 64;

	/**
	 * The size of the image along each dimension.
	 */
	static final int IMAGE = 8192;

	/**
	 * The size of its chunks along each dimension.
	 */
	static final int IMAGE_CHUNK = 64;

	/**
	 * The size of a region along each dimension.
	 */
	static final int REGION = 32;

	/**
	 * The number of small arrays.
	 */
	static final int SMALL_ARRAYS = 1000;

	static final String CUBE_FILE = "data.f32";

	static final String IMAGE_FILE = "data.i16";

	static final String REGIONS_FILE = "regions.json";

	static final String REFERENCE = "ref";

	private static final String SCRATCH = "scratch";

	private static final String KEEP = "YARDSTICK_KEEP";

	private final Map<String, Scratch> scratches = new HashMap<>();

	private final Path directory;

	private float @Nullable [] cube;

	private float @Nullable [] result;

	private short @Nullable [] image;

	private YardstickData(Path directory) {
		this.directory = directory;
	}

	/**
	 * The data in a directory, which is made if it is missing.
	 */
	static YardstickData in(Path directory) throws IOException {
		if (!Files.exists(directory.resolve(CUBE_FILE))) {
			DataGenerator.generate(directory);
		}
		return new YardstickData(directory);
	}

	/**
	 * The store of the reference arrays.
	 */
	Path reference() {
		return this.directory.resolve(REFERENCE);
	}

	/**
	 * The name of the reference array of the cube.
	 */
	static String cubeName(Compression compression) {
		return "a_" + compression.suffix();
	}

	/**
	 * The name of the reference array of the image.
	 */
	static String imageName() {
		return "i_zstd";
	}

	/**
	 * The path of a small array.
	 */
	static String smallName(int number) {
		return String.format(Locale.ROOT, "many/a%04d", number);
	}

	/**
	 * Where a program can write.
	 */
	Scratch scratch(String program) {
		return this.scratches.computeIfAbsent(program,
				(name) -> new Scratch(this.directory.resolve(SCRATCH).resolve(name)));
	}

	/**
	 * Delete what was written, unless another program is to be measured next.
	 */
	void deleteScratch() throws IOException {
		if (System.getenv(KEEP) == null) {
			delete(this.directory.resolve(SCRATCH));
		}
	}

	/**
	 * The values of the cube.
	 */
	float[] cube() throws IOException {
		if (this.cube == null) {
			float[] values = new float[CUBE * CUBE * CUBE];
			map(CUBE_FILE).asFloatBuffer().get(values);
			this.cube = values;
		}
		return this.cube;
	}

	/**
	 * Memory to read the cube to.
	 */
	float[] result() {
		if (this.result == null) {
			this.result = new float[CUBE * CUBE * CUBE];
		}
		return this.result;
	}

	/**
	 * The values of the image.
	 */
	short[] image() throws IOException {
		if (this.image == null) {
			short[] values = new short[IMAGE * IMAGE];
			map(IMAGE_FILE).asShortBuffer().get(values);
			this.image = values;
		}
		return this.image;
	}

	private ByteBuffer map(String file) throws IOException {
		try (FileChannel channel = FileChannel.open(this.directory.resolve(file))) {
			return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
		}
	}

	/**
	 * The first corners of the regions of the cube to read.
	 */
	List<int[]> regions() {
		return new JsonMapper().readValue(this.directory.resolve(REGIONS_FILE).toFile(),
				new TypeReference<List<int[]>>() {
				});
	}

	/**
	 * Delete a directory with all that is in it.
	 */
	static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

}
