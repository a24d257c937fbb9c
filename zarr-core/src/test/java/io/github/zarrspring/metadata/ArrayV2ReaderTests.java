package io.github.zarrspring.metadata;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.BytesCodec;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.TransposeCodec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArrayV2ReaderTests {

	private final DocumentText document = DocumentText.v2Array();

	@Test
	void requiredMembers() {
		ArrayMetadata array = Readers.v2(this.document);
		assertThat(array.format()).isEqualTo(ZarrFormat.V2);
		assertThat(array.shape()).containsExactly(4, 6);
		assertThat(array.dataType()).isSameAs(DataType.INT16);
		assertThat(array.chunkGrid()).isEqualTo(new RegularGrid(2, 3));
		assertThat(array.chunkKeyEncoding()).isEqualTo(new SeparatedKeys("v2", '.'));
		assertThat(array.fillValue()).isEqualTo(new short[] { 7 });
		assertThat(array.hasFillValue()).isTrue();
		assertThat(array.codecs()).containsExactly(Codecs.bytes(ByteOrder.LITTLE_ENDIAN));
		assertThat(array.attributes()).isEmpty();
		assertThat(array.dimensionNames()).isEmpty();
		assertThat(array.documents().keySet()).containsExactly(".zarray");
	}

	@Test
	void whenFillValueIsNullThenItIsTheDefaultOfTheType() {
		ArrayMetadata array = Readers.v2(this.document.with("fill_value", "null"));
		assertThat(array.hasFillValue()).isFalse();
		assertThat(array.fillValue()).isEqualTo(new short[] { 0 });
	}

	@Test
	void dimensionSeparator() {
		assertThat(Readers.v2(this.document.with("dimension_separator", "\"/\"")).chunkKeyEncoding())
			.isEqualTo(new SeparatedKeys("v2", '/'));
		assertThat(Readers.v2(this.document.with("dimension_separator", "\".\"")).chunkKeyEncoding())
			.isEqualTo(new SeparatedKeys("v2", '.'));
	}

	@Test
	void byteOrderIsThatOfTheDataType() {
		assertThat(codecs(this.document.with("dtype", "\">i2\""))).containsExactly(Codecs.bytes(ByteOrder.BIG_ENDIAN));
		assertThat(codecs(this.document.with("dtype", "\"|u1\""))).containsExactly(new BytesCodec(null));
	}

	@Test
	void whenOrderIsFortranThenDimensionsAreReversed() {
		List<Codec> codecs = codecs(this.document.with("order", "\"F\""));
		assertThat(codecs).hasSize(2);
		assertThat(((TransposeCodec) codecs.get(0)).isReverse()).isTrue();
		assertThat(codecs.get(1)).isEqualTo(Codecs.bytes(ByteOrder.LITTLE_ENDIAN));
	}

	@Test
	void whenThereIsOneDimensionThenTheOrderIsOfNoInterest() {
		assertThat(codecs(this.document.with("order", "\"F\"").with("shape", "[4]").with("chunks", "[2]")))
			.containsExactly(Codecs.bytes(ByteOrder.LITTLE_ENDIAN));
	}

	@Test
	void compressor() {
		assertThat(codecs(this.document.with("compressor", "{\"id\": \"zlib\", \"level\": 3}")))
			.containsExactly(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.zlib(3));
		assertThat(codecs(this.document.with("compressor", "{\"level\": 2, \"id\": \"zstd\"}")))
			.containsExactly(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.zstd(2));
	}

	@Test
	void whenFilterIsFromBytesToBytesThenItIsBetweenBytesAndCompressor() {
		assertThat(codecs(this.document.with("filters", "[{\"id\": \"crc32c\"}]")
			.with("order", "\"F\"")
			.with("compressor", "{\"id\": \"gzip\", \"level\": 1}"))).hasSize(4).last().isEqualTo(Codecs.gzip(1));
		assertThat(codecs(this.document.with("filters", "[{\"id\": \"crc32c\"}]")))
			.containsExactly(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.crc32c());
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "| ", quoteCharacter = '`', textBlock = """
			filters     | []
			shape       | [0, 6]
			chunks      | [100, 100]
			fill_value  | 7.0
			dtype       | "|b1"
			x-note      | 1
			x-note      | {"must_understand": true}
			node_type   | "group"
			""")
	void whenMemberIsAllowedThenTheArrayOpens(String member, String json) {
		DocumentText changed = this.document.with("fill_value", "null").with(member, json);
		assertThat(Readers.v2(changed).chunkGrid().rank()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "| ", quoteCharacter = '`', textBlock = """
			zarr_format | "2"      | 'zarr_format' is "2"
			shape       | [4, -6]  | 'shape' is [4, -6]
			shape       | null     | 'shape' is null
			shape       | [4]      | the shape [4] has 1
			chunks      | [2, 0]   | 'chunks' is [2, 0]
			chunks      | [2, -1]  | 'chunks' is [2, -1]
			chunks      | [2]      | has 1 dimensions
			chunks      | true     | 'chunks' is true
			dtype       | null     | 'dtype' is null
			dtype       | 2        | The dtype 2
			dtype       | {}       | The dtype {}
			dtype       | "|i2"    | no byte order
			fill_value  | "x"      | fill value x
			fill_value  | "7.5"    | fill value 7.5
			fill_value  | 7.5      | fill value 7.5
			fill_value  | 65536    | fill value 65536
			order       | "A"      | 'order' is "A"
			order       | null     | 'order' is null
			filters     | {}       | 'filters' is {}
			filters     | ["zlib"] | 'filters' is "zlib"
			filters     | [null]   | 'filters' is null
			compressor  | "zlib"   | 'compressor' is "zlib"
			compressor  | []       | 'compressor' is []
			compressor  | {}       | 'compressor' is {}
			compressor  | {"id": 1} | 'compressor' is {id=1}
			compressor  | {"id": "zlib", "strength": 10} | 'strength'
			dimension_separator | "#" | 'dimension_separator' is "#"
			dimension_separator | ""  | 'dimension_separator' is ""
			dimension_separator | null | 'dimension_separator' is null
			""")
	void whenMemberIsNotAllowedThenCorrupt(String member, String json, String message) {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Readers.v2(this.document.with(member, json)))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "| ", quoteCharacter = '`', textBlock = """
			zarr_format | 3        | 'zarr_format' is 3
			zarr_format | 1        | 'zarr_format' is 1
			dtype       | "<i3"    | '<i3'
			dtype       | [["a", "<i2"], ["b", "<q9"]] | '<q9'
			filters     | [{"id": "frobnicate"}] | 'frobnicate'
			compressor  | {"id": "frobnicate"} | 'frobnicate'
			""")
	void whenMemberIsNotUnderstoodThenUnsupported(String member, String json, String message) {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> Readers.v2(this.document.with(member, json)))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "zarr_format", "shape", "chunks", "dtype", "compressor", "fill_value", "order", "filters" })
	void whenRequiredMemberIsMissingThenCorrupt(String member) {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Readers.v2(this.document.without(member)))
			.withMessage(".zarray has no member '%s'", member);
	}

	@Test
	void whenChunkIsTooLargeThenLimitExceeded() {
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> Readers.v2(this.document.with("chunks", "[4294967296, 4294967296]")))
			.withMessageContaining("zarr.limits.chunk-bytes");
	}

	@Test
	void attributes() {
		ArrayMetadata array = Readers.reader()
			.readV2Array(this.document.bytes(), DocumentText.bytes("{\"unit\": \"K\", \"min\": NaN}"));
		assertThat(array.attributes()).isEqualTo(Map.of("unit", "K", "min", Double.NaN));
		assertThat(array.documents().keySet()).containsExactly(".zarray", ".zattrs");
	}

	@Test
	void whenAttributesAreNotJsonThenTheMessageNamesTheDocument() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Readers.reader().readV2Array(this.document.bytes(), DocumentText.bytes("[]")))
			.withMessage(".zattrs is not a JSON object");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "| ", quoteCharacter = '`', textBlock = """
			["y", "x"]      | [y, x]
			["y"]           | []
			["y", "x", "z"] | []
			["y", null]     | []
			["y", 1]        | []
			"yx"            | []
			null            | []
			""")
	void dimensionNamesOfXarray(String json, String names) {
		ArrayMetadata array = Readers.reader()
			.readV2Array(this.document.bytes(), DocumentText.bytes("{\"_ARRAY_DIMENSIONS\": " + json + "}"));
		assertThat(array.dimensionNames()).hasToString(names);
		assertThat(array.attributes()).containsKey("_ARRAY_DIMENSIONS");
	}

	private static List<Codec> codecs(DocumentText document) {
		return Readers.v2(document).codecs();
	}

}
