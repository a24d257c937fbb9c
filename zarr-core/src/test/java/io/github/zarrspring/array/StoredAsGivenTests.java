package io.github.zarrspring.array;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.StructType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is given is stored as it is or refused: never something else that looks like it.
 */
class StoredAsGivenTests {

	private static final String HALF = "a\ud83d";

	private static final String WHOLE = "a\ud83d\ude00";

	private final ConcurrentMapBackend backend = new ConcurrentMapBackend();

	private final ZarrEngine engine = ZarrEngine.create();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private String document(String key) {
		return this.backend.read(StoreKey.of(key))
			.map((value) -> StandardCharsets.UTF_8.decode(value.bytes()).toString())
			.orElseThrow();
	}

	private void store(String key, String text) {
		this.backend.write(StoreKey.of(key), StandardCharsets.UTF_8.encode(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "struct", "structured" })
	void whenAStructureIsBigEndianThenTheBytesOfItsFillValueAreToo(String name) {
		String document = """
				{"zarr_format": 3, "node_type": "array", "shape": [2],
				"data_type": {"name": "%s", "configuration": {"fields": %s}},
				"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
				"chunk_key_encoding": {"name": "default"}, "fill_value": "qhI0",
				"codecs": [%s]}""";
		String fields = name.equals("struct")
				? "[{\"name\": \"x\", \"data_type\": \"uint8\"}, {\"name\": \"y\", \"data_type\": \"int16\"}]"
				: "[[\"x\", \"uint8\"], [\"y\", \"int16\"]]";
		String big = "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"big\"}}";
		store("big/zarr.json", document.formatted(name, fields, big));
		store("little/zarr.json", document.formatted(name, fields, big.replace("big", "little")));
		store("shards/zarr.json", document.formatted(name, fields, """
				{"name": "sharding_indexed", "configuration": {"chunk_shape": [1], "codecs": [%s],
				"index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]}}""".formatted(big)));
		assertThat(y("big")).containsExactly(0x1234, 0x1234);
		assertThat(y("little")).containsExactly(0x3412, 0x3412);
		assertThat(y("shards")).containsExactly(0x1234, 0x1234);
		// The fill value and what is stored of it agree.
		ZarrArray array = this.hierarchy.open("big");
		array.write(array.read());
		assertThat(y("big")).containsExactly(0x1234, 0x1234);
	}

	private short[] y(String path) {
		NdArray values = this.hierarchy.open(path).read();
		short[] y = new short[values.size()];
		StructType type = (StructType) values.dataType();
		type.field("y").get((byte[]) values.array(), type.itemSize(), y);
		return y;
	}

	static Stream<Arguments> payloads() {
		return Stream.of(Arguments.of(DataType.FLOAT32, Float.intBitsToFloat(0x7fc00001), "\"0x7fc00001\""),
				Arguments.of(DataType.FLOAT32, Float.intBitsToFloat(0x7f800001), "\"0x7f800001\""),
				Arguments.of(DataType.FLOAT32, Double.longBitsToDouble(0xfff8000000000000L), "\"0xffc00000\""),
				Arguments.of(DataType.FLOAT64, Double.longBitsToDouble(0x7ff8000000000001L), "\"0x7ff8000000000001\""),
				Arguments.of(DataType.FLOAT64, Float.intBitsToFloat(0x7fc00001), "\"0x7ff8000020000000\""),
				Arguments.of(DataType.FLOAT16, Float.intBitsToFloat(0x7fc02000), "\"0x7e01\""),
				Arguments.of(DataType.FLOAT16, Float.intBitsToFloat(0xff802000), "\"0xfc01\""),
				Arguments.of(DataType.BFLOAT16, Float.intBitsToFloat(0x7fc10000), "\"0x7fc1\""),
				Arguments.of(DataType.COMPLEX64, List.of(Float.intBitsToFloat(0x7fc00001), 1.5f),
						"[\"0x7fc00001\", 1.5]"),
				Arguments.of(DataType.COMPLEX128, List.of(1, Double.longBitsToDouble(-1)),
						"[1.0, \"0xffffffffffffffff\"]"));
	}

	@ParameterizedTest
	@MethodSource("payloads")
	void whenTheFillValueIsANaNWithAPayloadThenV3HasItInHexAndV2RefusesIt(DataType type, Object fill, String json) {
		ArraySpec spec = ArraySpec.of(type).shape(1).fillValue(fill);
		ZarrArray created = this.hierarchy.create("a", spec.format(ZarrFormat.V3));
		assertThat(document("a/zarr.json")).contains("\"fill_value\": " + json);
		Object written = created.read().array();
		ZarrArray opened = this.engine.hierarchy("test", this.backend).open("a");
		assertThat(type.formatFillValue(opened.read().array())).isEqualTo(type.formatFillValue(written));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("b", spec.format(ZarrFormat.V2)));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(
				() -> this.hierarchy.copy("a", this.hierarchy, "c", CopyOptions.defaults().format(ZarrFormat.V2)));
	}

	@Test
	void whenAPayloadDoesNotFitThenItIsRefused() {
		double payload = Double.longBitsToDouble(0x7ff8000000000001L);
		for (DataType type : List.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32, DataType.INT32)) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> ArraySpec.of(type).fillValue(payload));
		}
		for (DataType type : List.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32, DataType.FLOAT64)) {
			for (Object nan : List.of(Float.NaN, Double.NaN, "NaN")) {
				Object element = ArraySpec.of(type).fillValue(nan).fillValue();
				assertThat(type.formatFillValue(element)).isEqualTo("NaN");
			}
		}
	}

	static Stream<Arguments> texts() {
		return Stream.of(ZarrFormat.V2, ZarrFormat.V3)
			.flatMap((format) -> Stream
				.of(ArraySpec.of(DataType.STRING), ArraySpec.of(DataType.fixedString(4)),
						ArraySpec.of(DataType.fixedBytes(8)))
				.map((spec) -> Arguments.of(format, spec.format(format).shape(2))));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void whenATextHasHalfACharacterThenItIsRefusedWhenItIsWritten(ZarrFormat format, ArraySpec spec) {
		ZarrArray array = this.hierarchy.create("a", spec);
		array.write(text(array, WHOLE, "b"));
		for (String half : List.of(HALF, "\ude00", "\ude00\ud83d", "\ud83db")) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> array.write(text(array, half, "c")))
				.withMessageContaining("surrogate");
		}
		assertThat(array.read().strings()).isEqualTo(new String[] { WHOLE, "b" });
	}

	private static NdArray text(ZarrArray array, String... values) {
		DataType type = array.dataType();
		return NdArray.of(type, type.fromObjects(values), values.length);
	}

	@ParameterizedTest
	@EnumSource
	void whenADocumentHasHalfACharacterThenItIsRefused(ZarrFormat format) {
		ArraySpec spec = ArraySpec.of(DataType.INT8).format(format).shape(1);
		for (Map<String, Object> attributes : List.<Map<String, Object>>of(Map.of("a", HALF), Map.of(HALF, 1),
				Map.of("a", List.of(Map.of("b", HALF))), Map.of("a", Map.of(HALF, 1)))) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.create("a", spec.attributes(attributes)));
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.createGroup("g", attributes, format));
		}
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("a", spec.dimensionNames(HALF)));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.create("a",
				ArraySpec.of(DataType.STRING).format(format).shape(1).fillValue(HALF)));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hierarchy.create("a",
				ArraySpec.of(DataType.struct(Map.of(HALF, DataType.INT8))).format(format).shape(1)));
		ZarrArray array = this.hierarchy.create("a", spec.attributes(Map.of("a", WHOLE)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.setAttributes(Map.of("a", HALF)));
		assertThat(this.hierarchy.open("a").attributes()).isEqualTo(Map.of("a", WHOLE));
	}

	@ParameterizedTest
	@EnumSource
	void whenAStrangersAttributesAreNoJsonThenTheySurviveAConversion(ZarrFormat to) {
		ZarrFormat from = (to == ZarrFormat.V2) ? ZarrFormat.V3 : ZarrFormat.V2;
		this.hierarchy.create("g/a", ArraySpec.of(DataType.INT8).format(from).shape(1).attributes(Map.of("x", 1)));
		String attributes = "{\"x\": NaN, \"y\": [-Infinity, \"\\ud83d\"]}";
		if (from == ZarrFormat.V2) {
			store("g/.zattrs", attributes);
			store("g/a/.zattrs", attributes);
		}
		else {
			store("g/zarr.json", "{\"zarr_format\": 3, \"node_type\": \"group\", \"attributes\": " + attributes + "}");
			store("g/a/zarr.json", document("g/a/zarr.json").replaceFirst("(?s)\"attributes\": \\{.*?}",
					"\"attributes\": " + attributes.replace("\\", "\\\\")));
		}
		Map<String, Object> expected = new LinkedHashMap<>();
		expected.put("x", Double.NaN);
		expected.put("y", Arrays.asList(Double.NEGATIVE_INFINITY, "\ud83d"));
		this.hierarchy.copy("g", this.hierarchy, "h", CopyOptions.defaults().format(to));
		assertThat(this.hierarchy.openGroup("h").attributes()).isEqualTo(expected);
		assertThat(this.hierarchy.open("h/a").attributes()).isEqualTo(expected);
		assertThat(this.hierarchy.open("h/a").format()).isEqualTo(to);
	}

	@Test
	void whenAStructureIsWrittenBigEndianThenItsFillValueIsReadBack() {
		Map<String, DataType> fields = new LinkedHashMap<>();
		fields.put("x", DataType.UINT8);
		fields.put("y", DataType.INT16);
		ArraySpec spec = ArraySpec.of(DataType.struct(fields))
			.shape(1)
			.codecs(Codecs.bytes(ByteOrder.BIG_ENDIAN))
			.fillValue(Map.of("x", 1, "y", 0x1234));
		for (ZarrFormat format : ZarrFormat.values()) {
			this.hierarchy.create("a" + format, spec.format(format));
			assertThat(y("a" + format)).containsExactly(0x1234);
		}
	}

}
