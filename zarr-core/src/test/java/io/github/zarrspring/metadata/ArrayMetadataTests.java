package io.github.zarrspring.metadata;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.ChunkKeyEncoding;
import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.BytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.TransposeCodec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArrayMetadataTests {

	static Stream<DataType> dataTypes() {
		return Stream.of(DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.UINT8,
				DataType.UINT16, DataType.UINT32, DataType.UINT64, DataType.FLOAT32, DataType.FLOAT64);
	}

	@ParameterizedTest
	@MethodSource("dataTypes")
	void whenCreatedThenItIsReadBackAsItWas(DataType dataType) {
		for (ZarrFormat format : ZarrFormat.values()) {
			for (Codec order : List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.bytes(ByteOrder.BIG_ENDIAN))) {
				Spec spec = new Spec(format);
				spec.dataType = dataType;
				spec.codecs = List.of(Codecs.transpose(1, 0), order, Codecs.crc32c(), Codecs.zstd(3, true));
				spec.attributes.put("title", "größe");
				spec.dimensionNames = List.of("y", "x");
				ArrayMetadata array = spec.create();
				ArrayMetadata read = readBack(array);
				assertThat(read).isEqualTo(array).hasSameHashCodeAs(array);
				assertThat(read.dataType()).isSameAs(dataType);
				assertThat(read.chunkGrid()).isEqualTo(spec.grid);
				assertThat(read.chunkKeyEncoding()).isEqualTo(spec.keys);
				assertThat(read.dimensionNames()).containsExactly("y", "x");
				assertThat(read.fillValue()).isEqualTo(dataType.defaultFillValue());
				assertThat(read.hasFillValue()).isTrue();
				assertThat(read.codecs()).hasSize(4).endsWith(Codecs.crc32c(), Codecs.zstd(3, true));
				if (dataType.itemSize() > 1) {
					assertThat(read.codecs().get(1)).isEqualTo(order);
				}
			}
		}
	}

	@Test
	void whenV3IsCreatedThenTheDocumentHasTheMembersOfTheSpecification() {
		Spec spec = new Spec(ZarrFormat.V3);
		spec.dimensionNames = Arrays.asList("y", null);
		Map<String, Map<String, @Nullable Object>> documents = spec.create().documents();
		assertThat(documents).containsOnlyKeys("zarr.json");
		assertThat(documents.get("zarr.json").keySet()).containsExactly("zarr_format", "node_type", "shape",
				"data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs", "attributes",
				"dimension_names");
		assertThat(documents.get("zarr.json")).isEqualTo(Json.parse("expected", DocumentText.bytes("""
				{"zarr_format": 3, "node_type": "array", "shape": [4, 6], "data_type": "int16",
				 "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, 3]}},
				 "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
				 "fill_value": 0, "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}],
				 "attributes": {}, "dimension_names": ["y", null]}""")));
	}

	@Test
	void whenV2IsCreatedThenTheDocumentsHaveTheMembersOfTheSpecification() {
		Spec spec = new Spec(ZarrFormat.V2);
		Map<String, Map<String, @Nullable Object>> documents = spec.create().documents();
		assertThat(documents).containsOnlyKeys(".zarray");
		assertThat(documents.get(".zarray").keySet()).containsExactly("zarr_format", "shape", "chunks", "dtype",
				"compressor", "fill_value", "order", "filters", "dimension_separator");
		assertThat(documents.get(".zarray")).isEqualTo(Json.parse("expected", DocumentText.bytes("""
				{"zarr_format": 2, "shape": [4, 6], "chunks": [2, 3], "dtype": "<i2", "compressor": null,
				 "fill_value": 0, "order": "C", "filters": null, "dimension_separator": "."}""")));
	}

	@Test
	void whenV2HasAllThereIsThenTheDocumentsSaySo() {
		Spec spec = new Spec(ZarrFormat.V2);
		spec.codecs = List.of(Codecs.transpose(1, 0), Codecs.bytes(ByteOrder.BIG_ENDIAN), Codecs.crc32c(),
				Codecs.gzip(9));
		spec.keys = new SeparatedKeys("v2", '/');
		spec.fillValue = new short[] { -9 };
		spec.attributes.put("a", 1);
		spec.dimensionNames = List.of("y", "x");
		assertThat(spec.create().documents()).isEqualTo(Map.of(".zarray", Json.parse("expected", DocumentText.bytes("""
				{"zarr_format": 2, "shape": [4, 6], "chunks": [2, 3], "dtype": ">i2",
				 "compressor": {"id": "gzip", "level": 9}, "fill_value": -9, "order": "F",
				 "filters": [{"id": "crc32c", "location": "end"}], "dimension_separator": "/"}""")), ".zattrs",
				Map.of("a", 1, "_ARRAY_DIMENSIONS", List.of("y", "x"))));
	}

	@Test
	void whenNoDimensionHasANameThenTheMemberIsLeftOut() {
		for (ZarrFormat format : ZarrFormat.values()) {
			Spec spec = new Spec(format);
			spec.dimensionNames = Arrays.asList(null, null);
			assertThat(spec.create().documents().toString()).doesNotContain("dimension_names", "_ARRAY_DIMENSIONS");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenNoCodecMakesBytesThenBytesDoes(ZarrFormat format) {
		Spec spec = new Spec(format);
		spec.codecs = List.of(Codecs.transpose(1, 0), Codecs.gzip(1));
		assertThat(spec.create().codecs()).hasSize(3).element(1).isEqualTo(Codecs.bytes(ByteOrder.LITTLE_ENDIAN));
		spec.codecs = List.of();
		spec.dataType = DataType.UINT8;
		assertThat(spec.create().codecs()).containsExactly(new BytesCodec(null));
	}

	@ParameterizedTest
	@EnumSource
	void fillValue(ZarrFormat format) {
		Spec spec = new Spec(format);
		spec.dataType = DataType.UINT64;
		spec.fillValue = new long[] { -1 };
		ArrayMetadata array = spec.create();
		assertThat(array.fillValue()).isEqualTo(new long[] { -1 });
		assertThat(array.documents().values().iterator().next()).containsEntry("fill_value",
				new BigInteger("18446744073709551615"));
		spec.dataType = DataType.FLOAT32;
		spec.fillValue = new float[] { Float.NaN };
		assertThat(spec.create().documents().values().iterator().next()).containsEntry("fill_value", "NaN");
	}

	@Test
	void whenNaNHasAPayloadThenV3KeepsItAndV2IsRefused() {
		double[] element = { Double.longBitsToDouble(0x7ff8000000000abcL) };
		Spec spec = new Spec(ZarrFormat.V3);
		spec.dataType = DataType.FLOAT64;
		spec.fillValue = element;
		double[] read = (double[]) readBack(spec.create()).fillValue();
		assertThat(Double.doubleToRawLongBits(read[0])).isEqualTo(0x7ff8000000000abcL);
		Spec v2 = new Spec(ZarrFormat.V2);
		v2.dataType = DataType.FLOAT64;
		v2.fillValue = element;
		refused(v2, "0x7ff8000000000abc");
	}

	@ParameterizedTest
	@EnumSource
	void whenArrayCannotBeThenInvalid(ZarrFormat format) {
		refused(format, (spec) -> spec.shape = new long[] { 4, -6 }, "[4, -6]");
		refused(format, (spec) -> spec.shape = new long[] { 4 }, "the shape [4] has 1");
		refused(format, (spec) -> spec.fillValue = new int[] { 0 }, "int[], expected a short[] of length 1");
		refused(format, (spec) -> spec.fillValue = new short[2], "expected a short[] of length 1");
		refused(format, (spec) -> spec.dimensionNames = List.of("x"), "1 dimension names [x]");
		refused(format, (spec) -> spec.codecs = List.of(new BytesCodec(null)), "endian");
		refused(format, (spec) -> spec.codecs = List.of(Codecs.gzip(1), Codecs.bytes(ByteOrder.LITTLE_ENDIAN)),
				"out of order");
		refused(format, (spec) -> spec.codecs = List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN),
				Codecs.bytes(ByteOrder.BIG_ENDIAN)), "out of order");
		refused(format, (spec) -> spec.codecs = List.of(Codecs.gzip(1), Codecs.transpose(1, 0)), "out of order");
		refused(format, (spec) -> spec.codecs = List.of(TransposeCodec.reverse(3)), "[2, 1, 0]");
		refused(format, (spec) -> spec.attributes.put("valid_min", Double.NaN), "'valid_min' has the number NaN");
		refused(format, (spec) -> spec.attributes.put("a", List.of(Map.of("b", Float.NEGATIVE_INFINITY))), "'a'");
		refused(format, (spec) -> spec.attributes.put("a", new StringBuilder("text")), "StringBuilder");
	}

	@Test
	void whenV2CannotExpressItThenInvalid() {
		refused(ZarrFormat.V2, (spec) -> spec.keys = new SeparatedKeys("default", '/'),
				"Zarr v2 has no chunk key encoding 'default'");
		refused(ZarrFormat.V2, (spec) -> spec.codecs = List.of(Codecs.transpose(0, 1)), "'transpose'");
		refused(ZarrFormat.V2, (spec) -> spec.codecs = List.of(Codecs.transpose(1, 0), Codecs.transpose(1, 0)),
				"'transpose'");
		refused(ZarrFormat.V2, (spec) -> spec.dimensionNames = Arrays.asList("y", null), "[y, null]");
		refused(ZarrFormat.V2, (spec) -> {
			spec.attributes.put("_ARRAY_DIMENSIONS", List.of("a", "b"));
			spec.dimensionNames = List.of("y", "x");
		}, "_ARRAY_DIMENSIONS");
	}

	@Test
	void whenOverALimitThenLimitExceeded() {
		for (ZarrFormat format : ZarrFormat.values()) {
			Spec spec = new Spec(format);
			spec.grid = new RegularGrid(1 << 20, 1 << 20);
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(spec::create);
			Spec large = new Spec(format);
			large.attributes.put("a", "x".repeat(1 << 20));
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(large::create);
		}
	}

	@Test
	void whenDataTypeIsNotRegisteredThenUnsupported() {
		Spec spec = new Spec(ZarrFormat.V3);
		spec.dataType = new Unregistered();
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(spec::create)
			.withMessageContaining("unregistered");
	}

	@ParameterizedTest
	@EnumSource
	void whenCallerChangesWhatItGaveThenNothingHappens(ZarrFormat format) {
		Spec spec = new Spec(format);
		List<Object> list = new ArrayList<>(List.of(1));
		spec.attributes.put("list", list);
		spec.fillValue = new short[] { 5 };
		ArrayMetadata array = spec.create();
		spec.shape[0] = 100;
		((short[]) spec.fillValue)[0] = 6;
		list.add(2);
		array.shape()[0] = 100;
		assertThat(array.shape()).containsExactly(4, 6);
		assertThat(array.fillValue()).isEqualTo(new short[] { 5 });
		assertThat(array.attributes()).isEqualTo(Map.of("list", List.of(1)));
	}

	@Test
	void whenShapeChangesThenAllElseIsKept() {
		DocumentText v3 = DocumentText.v3Array()
			.with("x-note", "{\"must_understand\": false, \"big\": 123456789012345678901234567890}")
			.with("attributes", "{\"valid_min\": NaN, \"z\": 1, \"a\": {\"k\": null}}")
			.with("storage_transformers", "[]")
			.with("chunk_key_encoding", "\"default\"");
		keepsAllButTheShape(Readers.v3(v3), v3, "zarr.json");
		DocumentText v2 = DocumentText.v2Array().with("x-note", "[1, NaN]").with("fill_value", "null");
		keepsAllButTheShape(Readers.v2(v2), v2, ".zarray");
	}

	private static void keepsAllButTheShape(ArrayMetadata array, DocumentText document, String name) {
		ArrayMetadata resized = array.withShape(9, 5_000_000_000L);
		assertThat(resized.shape()).containsExactly(9, 5_000_000_000L);
		Map<String, @Nullable Object> expected = Json.parse("expected",
				document.with("shape", "[9, 5000000000]").bytes());
		Map<String, @Nullable Object> written = Json.parse("written", Json.format(resized.documents().get(name)));
		assertThat(written).isEqualTo(expected);
		assertThat(written.keySet()).containsExactlyElementsOf(expected.keySet());
		assertThat(array.shape()).containsExactly(4, 6);
	}

	@ParameterizedTest
	@EnumSource
	void whenShapeCannotBeThenInvalid(ZarrFormat format) {
		ArrayMetadata array = new Spec(format).create();
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.withShape(4))
			.withMessageContaining("[4]");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.withShape(4, -1))
			.withMessageContaining("[4, -1]");
		assertThat(array.withShape(0, 0).shape()).containsExactly(0, 0);
	}

	@ParameterizedTest
	@EnumSource
	void withAttributes(ZarrFormat format) {
		Spec spec = new Spec(format);
		spec.attributes.put("old", 1);
		spec.dimensionNames = List.of("y", "x");
		ArrayMetadata array = spec.create();
		ArrayMetadata changed = array.withAttributes(Map.of("new", 2L));
		assertThat(changed.attributes()).containsEntry("new", 2).doesNotContainKey("old");
		assertThat(changed.dimensionNames()).containsExactly("y", "x");
		assertThat(readBack(changed)).isEqualTo(changed).isNotEqualTo(array);
		assertThat(array.attributes()).containsKey("old");
	}

	@ParameterizedTest
	@EnumSource
	void whenAttributeWithNaNStaysTheSameThenItIsKept(ZarrFormat format) {
		DocumentText attributes = DocumentText.v3Group().with("valid_min", "NaN");
		ArrayMetadata array = (format == ZarrFormat.V3)
				? Readers.v3(DocumentText.v3Array().with("attributes", attributes.toString()))
				: Readers.reader().readV2Array(DocumentText.v2Array().bytes(), attributes.bytes());
		Map<String, @Nullable Object> changed = new LinkedHashMap<>(array.attributes());
		changed.put("unit", "K");
		assertThat(array.withAttributes(changed).attributes()).containsEntry("valid_min", Double.NaN)
			.containsEntry("unit", "K");
		changed.put("valid_max", Double.NaN);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.withAttributes(changed))
			.withMessageContaining("'valid_max'");
	}

	@Test
	void whenV2DimensionNamesAreGivenAnewThenTheyChange() {
		Spec spec = new Spec(ZarrFormat.V2);
		spec.dimensionNames = List.of("y", "x");
		assertThat(spec.create().withAttributes(Map.of("_ARRAY_DIMENSIONS", List.of("a", "b"))).dimensionNames())
			.containsExactly("a", "b");
	}

	@ParameterizedTest
	@EnumSource
	void whenAttributesAreTooLargeThenLimitExceeded(ZarrFormat format) {
		ArrayMetadata array = new Spec(format).create();
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> array.withAttributes(Map.of("a", "x".repeat(1 << 20))));
	}

	@Test
	void modelCannotBeChanged() {
		ArrayMetadata array = new Spec(ZarrFormat.V3).create();
		assertThat(array.attributes()).isUnmodifiable();
		assertThat(array.codecs()).isUnmodifiable();
		assertThat(array.dimensionNames()).isUnmodifiable();
		assertThat(array.documents()).isUnmodifiable();
		assertThat(array.documents().get("zarr.json")).isUnmodifiable();
	}

	private static void refused(ZarrFormat format, Consumer<Spec> change, String message) {
		Spec spec = new Spec(format);
		change.accept(spec);
		refused(spec, message);
	}

	private static void refused(Spec spec, String message) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(spec::create)
			.withMessageContaining(message);
	}

	private static ArrayMetadata readBack(ArrayMetadata array) {
		Map<String, ByteBuffer> stored = new HashMap<>();
		array.documents().forEach((name, document) -> stored.put(name, Json.format(document)));
		return (array.format() == ZarrFormat.V3) ? (ArrayMetadata) Readers.reader().readV3(stored.get("zarr.json"))
				: Readers.reader().readV2Array(stored.get(".zarray"), stored.get(".zattrs"));
	}

	/**
	 * What {@link ArrayMetadata#create} is called with.
	 */
	private static final class Spec {

		private final ZarrFormat format;

		private long[] shape = { 4, 6 };

		private DataType dataType = DataType.INT16;

		private ChunkGrid grid = new RegularGrid(2, 3);

		private ChunkKeyEncoding keys;

		private @Nullable Object fillValue;

		private List<Codec> codecs = List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN));

		private final Map<String, Object> attributes = new LinkedHashMap<>();

		private List<@Nullable String> dimensionNames = List.of();

		private final Limits limits = Readers.LIMITS;

		Spec(ZarrFormat format) {
			this.format = format;
			this.keys = (format == ZarrFormat.V3) ? new SeparatedKeys("default", '/') : new SeparatedKeys("v2", '.');
		}

		ArrayMetadata create() {
			return ArrayMetadata.create(this.format, this.shape, this.dataType, this.grid, this.keys, this.fillValue,
					this.codecs, this.attributes, this.dimensionNames, CodecRegistry.builtIn(), DataTypes.builtIn(),
					this.limits);
		}

	}

	/**
	 * A data type that only its caller knows.
	 */
	private static final class Unregistered implements DataType {

		@Override
		public String name() {
			return "unregistered";
		}

		@Override
		public Object toV2(ByteOrder order) {
			return "|X1";
		}

		@Override
		public ElementType elementType() {
			return ElementType.SHORTS;
		}

		@Override
		public Object parseFillValue(@Nullable Object json) {
			return new short[1];
		}

		@Override
		public @Nullable Object formatFillValue(Object element) {
			return 0;
		}

	}

}
