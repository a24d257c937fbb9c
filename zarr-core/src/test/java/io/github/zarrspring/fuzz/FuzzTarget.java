package io.github.zarrspring.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What is fuzzed.
 */
enum FuzzTarget {

	/**
	 * Metadata documents.
	 */
	METADATA(MetadataFuzzer.class, MetadataFuzzer::fuzzerTestOneInput) {

		@Override
		byte[] seed(FuzzedArray array) {
			return join(new byte[] { (byte) MetadataFuzzer.DOCUMENTS.indexOf(array.documentName()) }, array.document());
		}

	},

	/**
	 * Chunks and shards of arrays with good metadata.
	 */
	CHUNK(ChunkFuzzer.class, ChunkFuzzer::fuzzerTestOneInput) {

		@Override
		byte[] seed(FuzzedArray array) {
			return join(ByteBuffer.allocate(Short.BYTES).putShort((short) array.number()).array(), array.chunk());
		}

	},

	/**
	 * Metadata documents and chunks at once.
	 */
	ARRAY(ArrayFuzzer.class, ArrayFuzzer::fuzzerTestOneInput) {

		@Override
		byte[] seed(FuzzedArray array) {
			byte[] head = ByteBuffer.allocate(1 + Short.BYTES)
				.put((byte) (array.documentName().equals("zarr.json") ? 0 : 1))
				.putShort((short) array.document().length)
				.array();
			return join(head, array.document(), array.chunk());
		}

	};

	private static final Path INPUTS = Path.of("src/test/fuzz");

	private final Class<?> type;

	private final Consumer<byte[]> run;

	FuzzTarget(Class<?> type, Consumer<byte[]> run) {
		this.type = type;
		this.run = run;
	}

	/**
	 * The input that stands for an array as it is.
	 */
	abstract byte[] seed(FuzzedArray array);

	Class<?> type() {
		return this.type;
	}

	void run(byte[] input) {
		this.run.accept(input);
	}

	/**
	 * The inputs that each reach something the others do not: what fuzzing found, in
	 * {@code src/test/fuzz}, and the arrays of the fixtures.
	 */
	List<byte[]> corpus() throws IOException {
		List<byte[]> inputs = new ArrayList<>();
		for (FuzzedArray array : FuzzedArray.all()) {
			inputs.add(seed(array));
		}
		Path found = INPUTS.resolve(name().toLowerCase(Locale.ROOT) + ".zip");
		try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(found))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				inputs.add(zip.readAllBytes());
			}
		}
		return inputs;
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	@Override
	public String toString() {
		return this.type.getSimpleName();
	}

	/**
	 * Words that documents are made of, for the fuzzer.
	 */
	static byte[] dictionary() throws IOException {
		return Files.readString(INPUTS.resolve("words.txt"))
			.lines()
			.map((word) -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
			.reduce("", String::concat)
			.getBytes(StandardCharsets.UTF_8);
	}

}
