package io.github.zarrspring.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever the bytes of a document are, reading them gives metadata or one of three
 * exceptions, and never another one.
 */
class DamagedMetadataTests {

	private static final int ROUNDS = 4000;

	private static final List<String> VALUES = List.of("null", "true", "0", "-1", "1.5", "1e400", "NaN", "[]", "{}",
			"\"\"", "\"x\"", "[[]]", "[null]", "[-1, 0]", "[9223372036854775807, 9223372036854775807]",
			"18446744073709551616", "\"Infinity\"", "\"0x00\"", "{\"name\": null}", "{\"name\": \"regular\"}",
			"{\"name\": \"bytes\", \"configuration\": null}", "{\"id\": \"zlib\"}", "[\"bytes\", \"bytes\"]",
			"{\"must_understand\": false}", "[{\"name\": \"transpose\", \"configuration\": {\"order\": []}}]",
			"\"\\ud800\"", "[0]", "[1, 1]", "\"<i4\"", "\"float64\"", "[[\"a\", \"<i4\"]]");

	static Stream<DocumentText> documents() {
		return Stream.of(
				DocumentText.v3Array()
					.with("attributes", "{\"a\": [1, {\"b\": null}]}")
					.with("dimension_names", "[\"y\", null]")
					.with("codecs",
							"[{\"name\": \"transpose\", \"configuration\": {\"order\": [1, 0]}}, {\"name\": \"bytes\", "
									+ "\"configuration\": {\"endian\": \"big\"}}, {\"name\": \"gzip\", "
									+ "\"configuration\": {\"level\": 1}}, \"crc32c\"]"),
				DocumentText.v3Group().with("attributes", "{}").with("consolidated_metadata", "null"),
				DocumentText.v3Group()
					.with("consolidated_metadata",
							"{\"kind\": \"inline\", \"must_understand\": false, \"metadata\": {\"g\": %s, \"g/a\": %s}}"
								.formatted(DocumentText.v3Group(), DocumentText.v3Array())),
				DocumentText.v2Consolidated(),
				DocumentText.v2Array()
					.with("compressor", "{\"id\": \"zstd\", \"level\": 1}")
					.with("filters", "[{\"id\": \"crc32c\"}]")
					.with("dimension_separator", "\"/\""));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void whenBytesAreDamaged(DocumentText document) {
		Random random = new Random(42);
		for (int i = 0; i < ROUNDS; i++) {
			byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
			for (int j = random.nextInt(3); j >= 0; j--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			read(ByteBuffer.wrap(bytes, 0, (i % 4 == 0) ? random.nextInt(bytes.length) : bytes.length));
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void whenTextIsReplaced(DocumentText document) {
		Random random = new Random(42);
		String text = document.toString();
		List<Integer> places = new ArrayList<>();
		for (int i = 0; i < text.length(); i++) {
			if (":,[".indexOf(text.charAt(i)) >= 0) {
				places.add(i + 1);
			}
		}
		for (int i = 0; i < ROUNDS; i++) {
			int start = places.get(random.nextInt(places.size()));
			int end = start;
			while (end < text.length() && ",]}".indexOf(text.charAt(end)) < 0) {
				end++;
			}
			String value = VALUES.get(random.nextInt(VALUES.size()));
			read(DocumentText.bytes(text.substring(0, start) + value + text.substring(end)));
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void whenMembersHaveOtherValues(DocumentText document) {
		Random random = new Random(42);
		List<String> names = List.of("zarr_format", "node_type", "shape", "data_type", "chunk_grid", "codecs",
				"chunk_key_encoding", "fill_value", "attributes", "dimension_names", "storage_transformers", "chunks",
				"dtype", "compressor", "filters", "order", "dimension_separator", "consolidated_metadata", "x");
		for (int i = 0; i < ROUNDS; i++) {
			DocumentText changed = document;
			for (int j = random.nextInt(3); j >= 0; j--) {
				changed = changed.with(names.get(random.nextInt(names.size())),
						VALUES.get(random.nextInt(VALUES.size())));
			}
			read(changed.bytes());
		}
	}

	private static void read(ByteBuffer bytes) {
		MetadataReader reader = Readers.reader();
		read(bytes, () -> reader.readV3(bytes));
		read(bytes, () -> reader.readV2Array(bytes, bytes));
		read(bytes, () -> reader.readV2Group(bytes, bytes));
		readConsolidated(bytes, () -> reader.readConsolidatedV2(bytes));
		readConsolidated(bytes,
				() -> (reader.readV3(bytes) instanceof GroupMetadata group) ? reader.readConsolidatedV3(group) : null);
	}

	/**
	 * Read all nodes of consolidated metadata.
	 */
	private static void readConsolidated(ByteBuffer bytes, Supplier<@Nullable ConsolidatedMetadata> reading) {
		try {
			ConsolidatedMetadata consolidated = reading.get();
			if (consolidated != null) {
				consolidated.paths().forEach((path) -> read(bytes, () -> consolidated.node(path).orElseThrow()));
			}
		}
		catch (CorruptDataException | UnsupportedExtensionException | LimitExceededException ex) {
			assertThat(ex.getReason()).isNotBlank();
		}
		catch (RuntimeException | StackOverflowError ex) {
			fail(DocumentText.text(bytes.duplicate()), ex);
		}
	}

	private static void read(ByteBuffer bytes, Supplier<NodeMetadata> reading) {
		try {
			NodeMetadata node = reading.get();
			node.documents().values().forEach((document) -> assertThat(Json.format(document).hasRemaining()).isTrue());
		}
		catch (CorruptDataException | UnsupportedExtensionException | LimitExceededException ex) {
			assertThat(ex.getReason()).isNotBlank();
		}
		catch (RuntimeException | StackOverflowError ex) {
			fail(DocumentText.text(bytes.duplicate()), ex);
		}
	}

}
