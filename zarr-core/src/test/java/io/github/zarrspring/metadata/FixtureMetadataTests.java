package io.github.zarrspring.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.zarrspring.dtype.StructType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * All metadata documents that other libraries wrote. Each opens or fails as the manifest
 * says.
 */
class FixtureMetadataTests {

	private static final Path GIVEN = Path.of("src/test/fixtures/given");

	/**
	 * What the fixtures ask for that this library may not have. Take out what it has
	 * learned; from then on it must not be refused.
	 */
	private static final Set<String> NOT_REQUIRED = Set.of("rectilinear", "sharding_indexed");

	/**
	 * What opening a malformed array must fail with.
	 */
	private static final Map<String, Class<? extends ZarrException>> MALFORMED = Map.ofEntries(
			Map.entry("bad_ext_mustunderstand", UnsupportedExtensionException.class),
			Map.entry("bad_codec_unknown", UnsupportedExtensionException.class),
			Map.entry("bad_codec_order", CorruptDataException.class),
			Map.entry("bad_dtype", UnsupportedExtensionException.class),
			Map.entry("bad_json", CorruptDataException.class), Map.entry("bad_json_type", CorruptDataException.class),
			Map.entry("bad_shape_neg", CorruptDataException.class),
			Map.entry("bad_chunk_zero", CorruptDataException.class),
			Map.entry("bad_fill_type", CorruptDataException.class),
			Map.entry("bad_zarr_format", UnsupportedExtensionException.class),
			Map.entry("bad_transpose_dup", CorruptDataException.class),
			Map.entry("bad_dimnames", CorruptDataException.class), Map.entry("bad_sep_v2", CorruptDataException.class));

	static Stream<String> malformed() {
		return MALFORMED.keySet().stream().sorted();
	}

	/**
	 * The documents that must open, each by its path.
	 */
	static Stream<Path> wellFormed() throws IOException {
		try (Stream<Path> files = Files.walk(GIVEN)) {
			Set<String> names = Set.of("zarr.json", ".zarray", ".zgroup");
			return files.filter((file) -> names.contains(file.getFileName().toString()))
				.filter((file) -> !MALFORMED.containsKey(GIVEN.relativize(file).getName(0).toString()))
				.sorted()
				.toList()
				.stream();
		}
	}

	@Test
	void malformedOnesAreThoseOfTheManifest() throws IOException {
		assertThat(manifest().values()
			.stream()
			.filter((fixture) -> "error".equals(fixture.get("expect")) && "open".equals(fixture.get("stage")))
			.map((fixture) -> String.valueOf(fixture.get("path")))
			.filter((path) -> !path.endsWith(".zip"))).containsExactlyInAnyOrderElementsOf(MALFORMED.keySet());
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whenMalformedThenItFailsToOpen(String name) throws IOException {
		Path file = Files.exists(GIVEN.resolve(name).resolve("zarr.json")) ? GIVEN.resolve(name).resolve("zarr.json")
				: GIVEN.resolve(name).resolve(".zarray");
		assertThatExceptionOfType(MALFORMED.get(name)).isThrownBy(() -> read(file));
	}

	@ParameterizedTest
	@MethodSource("wellFormed")
	void whenWellFormedThenItOpensAndIsWrittenAsItWas(Path file) throws IOException {
		NodeMetadata node;
		try {
			node = read(file);
		}
		catch (UnsupportedExtensionException ex) {
			assertThat(NOT_REQUIRED).anyMatch((name) -> ex.getReason().contains("'" + name + "'"));
			return;
		}
		String name = file.getFileName().toString();
		Map<String, @Nullable Object> document = Json.parse(name, bytes(file));
		assertThat(node.documents().get(name)).isEqualTo(document);
		assertThat(Json.parse(name, Json.format(document))).isEqualTo(document);
		if (node instanceof ArrayMetadata array) {
			agreesWithTheManifest(array, manifest().get(GIVEN.relativize(file).getName(0).toString()));
			keepsAllButTheShape(array, name, document);
		}
	}

	private static void agreesWithTheManifest(ArrayMetadata array, @Nullable Map<String, Object> fixture) {
		assertThat(fixture).isNotNull();
		if ("array".equals(fixture.get("expect"))) {
			assertThat(Arrays.stream(array.shape()).boxed().map(Long::intValue)).isEqualTo(fixture.get("shape"));
			Object v2 = (array.dataType() instanceof StructType type) ? "|V" + type.itemSize()
					: array.dataType().toV2(ByteOrder.LITTLE_ENDIAN);
			assertThat(String.valueOf(v2).substring(1)).isEqualTo(String.valueOf(fixture.get("dtype")).substring(1));
			assertThat(array.format().number()).isEqualTo(fixture.get("zarr_format"));
		}
	}

	private static void keepsAllButTheShape(ArrayMetadata array, String name, Map<String, @Nullable Object> document) {
		long[] shape = array.shape();
		Arrays.setAll(shape, (i) -> shape[i] / 2 + 1);
		Map<String, @Nullable Object> changed = new LinkedHashMap<>(document);
		changed.put("shape", Arrays.stream(shape).boxed().toList());
		Map<String, @Nullable Object> expected = Json.parse(name, Json.format(changed));
		ArrayMetadata resized = array.withShape(shape);
		assertThat(resized.documents().get(name)).isEqualTo(expected);
		assertThat(resized.attributes()).isEqualTo(array.attributes());
		assertThat(resized.dimensionNames()).isEqualTo(array.dimensionNames());
	}

	private static NodeMetadata read(Path file) throws IOException {
		MetadataReader reader = Readers.reader();
		Path zattrs = file.resolveSibling(".zattrs");
		ByteBuffer attributes = Files.exists(zattrs) ? bytes(zattrs) : null;
		return switch (file.getFileName().toString()) {
			case ".zarray" -> reader.readV2Array(bytes(file), attributes);
			case ".zgroup" -> reader.readV2Group(bytes(file), attributes);
			default -> reader.readV3(bytes(file));
		};
	}

	private static ByteBuffer bytes(Path file) throws IOException {
		return ByteBuffer.wrap(Files.readAllBytes(file));
	}

	private static Map<String, Map<String, Object>> manifest() throws IOException {
		Map<String, Map<String, Object>> fixtures = new LinkedHashMap<>();
		Object list = Json.parse("manifest.json", bytes(GIVEN.resolve("manifest.json"))).get("fixtures");
		for (Object item : (List<?>) Objects.requireNonNull(list)) {
			Map<String, Object> fixture = new LinkedHashMap<>();
			((Map<?, ?>) item).forEach((key, value) -> fixture.put((String) key, value));
			fixtures.put((String) fixture.get("path"), fixture);
		}
		return fixtures;
	}

}
