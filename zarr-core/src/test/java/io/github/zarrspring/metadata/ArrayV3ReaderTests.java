package io.github.zarrspring.metadata;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.chunk.SeparatedKeys;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArrayV3ReaderTests {

	private final DocumentText document = DocumentText.v3Array();

	@Test
	void requiredMembers() {
		ArrayMetadata array = Readers.v3(this.document);
		assertThat(array.format()).isEqualTo(ZarrFormat.V3);
		assertThat(array.shape()).containsExactly(4, 6);
		assertThat(array.dataType()).isSameAs(DataType.INT16);
		assertThat(array.chunkGrid()).isEqualTo(new RegularGrid(2, 3));
		assertThat(array.chunkKeyEncoding()).isEqualTo(new SeparatedKeys("default", '/'));
		assertThat(array.fillValue()).isEqualTo(new short[] { 7 });
		assertThat(array.hasFillValue()).isTrue();
		assertThat(array.codecs()).containsExactly(Codecs.bytes(ByteOrder.LITTLE_ENDIAN));
		assertThat(array.attributes()).isEmpty();
		assertThat(array.dimensionNames()).isEmpty();
		assertThat(array.documents().keySet()).containsExactly("zarr.json");
	}

	@Test
	void optionalMembers() {
		ArrayMetadata array = Readers.v3(this.document.with("attributes", "{\"unit\": \"K\"}")
			.with("dimension_names", "[\"y\", null]")
			.with("storage_transformers", "[]"));
		assertThat(array.attributes()).isEqualTo(Map.of("unit", "K"));
		assertThat(array.dimensionNames()).isEqualTo(Arrays.asList("y", null));
	}

	@Test
	void scalar() {
		ArrayMetadata array = Readers.v3(this.document.with("shape", "[]")
			.with("chunk_grid", "{\"name\": \"regular\", \"configuration\": {\"chunk_shape\": []}}")
			.with("dimension_names", "[]"));
		assertThat(array.shape()).isEmpty();
		assertThat(array.chunkGrid().rank()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			shape                | [0, 6]
			shape                | [4611686018427387904, 9223372036854775807]
			data_type            | {"name": "int16"}
			data_type            | {"name": "int16", "configuration": {}}
			data_type            | {"name": "int16", "must_understand": true}
			chunk_grid           | {"configuration": {"chunk_shape": [2, 3]}, "name": "regular"}
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": [100, 100]}}
			chunk_key_encoding   | "default"
			chunk_key_encoding   | "v2"
			chunk_key_encoding   | {"name": "default"}
			chunk_key_encoding   | {"name": "v2", "configuration": {}}
			chunk_key_encoding   | {"name": "default", "configuration": {"separator": "."}}
			fill_value           | -32768
			codecs               | [{"name": "bytes", "configuration": {"endian": "big"}}]
			codecs               | [{"name": "bytes", "configuration": {"endian": "big"}, "must_understand": false}]
			codecs               | ["bytes_", "crc32c"]
			codecs               | [{"name": "transpose", "configuration": {"order": [1, 0]}}, "bytes_", "crc32c"]
			codecs               | ["bytes_", {"name": "gzip", "configuration": {"level": 5}}]
			codecs               | ["bytes_", {"name": "zstd", "configuration": {"level": 5, "checksum": true}}]
			attributes           | {}
			attributes           | {"deep": {"a": [1, NaN, null]}}
			storage_transformers | []
			dimension_names      | [null, null]
			dimension_names      | ["", "x"]
			dimension_names      | ["x", "x"]
			dimension_names      | null
			x-note               | {"must_understand": false}
			x-note               | {"name": "note", "must_understand": false, "configuration": {"a": 1}}
			""")
	void whenMemberIsAllowedThenTheArrayOpens(String member, String json) {
		String bytes = "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}";
		ArrayMetadata array = Readers.v3(this.document.with(member, json.replace("\"bytes_\"", bytes)));
		assertThat(array.chunkGrid().rank()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			zarr_format          | "3"        | 'zarr_format' is "3"
			zarr_format          | 3.0        | 'zarr_format' is 3.0
			node_type            | "Array"    | 'node_type' is "Array"
			node_type            | null       | 'node_type' is null
			shape                | null       | 'shape' is null
			shape                | 4          | 'shape' is 4
			shape                | "4x6"      | 'shape' is "4x6"
			shape                | [4, -1]    | 'shape' is [4, -1]
			shape                | [4, 6.0]   | 'shape' is [4, 6.0]
			shape                | [4, "6"]   | 'shape' is [4, 6]
			shape                | [4, null]  | 'shape' is [4, null]
			shape                | [4, true]  | 'shape' is [4, true]
			shape                | [4, 9223372036854775808] | 'shape' is [4, 9223372036854775808]
			shape                | [4]        | the shape [4] has 1
			shape                | [4, 6, 8]  | the shape [4, 6, 8] has 3
			data_type            | null       | 'data_type' is null
			data_type            | 16         | 'data_type' is 16
			data_type            | ["int16"]  | 'data_type' is [int16]
			data_type            | ""         | 'data_type.name' is ""
			data_type            | {}         | 'data_type.name' is null
			data_type            | {"name": 16} | 'data_type.name' is 16
			data_type            | {"name": "int16", "configuration": []} | 'data_type.configuration' is []
			data_type            | {"name": "int16", "configuration": {"endian": "big"}} | 'endian'
			data_type            | {"name": "int16", "must_understand": false} | 'data_type.must_understand' is false
			data_type            | {"name": "int16", "version": 1} | 'version'
			chunk_grid           | "regular"  | 'chunk_shape' is missing
			chunk_grid           | {"name": "regular"} | 'chunk_shape' is missing
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": [2]}} | has 1 dimensions
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": [2, 0]}} | [2, 0]
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": [2, -3]}} | [2, -3]
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": [2, 3.5]}} | [2, 3.5]
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": 6}} | 6
			chunk_grid           | {"name": "regular", "configuration": {"chunk_shape": [2, 3], "x": 1}} | 'x'
			chunk_key_encoding   | {"name": "default", "configuration": {"separator": "#"}} | #
			chunk_key_encoding   | {"name": "default", "configuration": {"separator": ""}} | separator
			chunk_key_encoding   | {"name": "default", "configuration": {"separator": null}} | separator
			chunk_key_encoding   | {"name": "v2", "must_understand": false} | must_understand
			chunk_key_encoding   | null       | 'chunk_key_encoding' is null
			fill_value           | null       | fill value null
			fill_value           | "7"        | fill value 7
			fill_value           | 7.0        | fill value 7.0
			fill_value           | 32768      | fill value 32768
			codecs               | null       | 'codecs' is null
			codecs               | {}         | 'codecs' is {}
			codecs               | "bytes"    | 'codecs' is "bytes"
			codecs               | []         | array-to-bytes
			codecs               | [null]     | 'codecs' is null
			codecs               | [[]]       | 'codecs' is []
			codecs               | [{"name": "bytes", "must_understand": 1}] | must_understand
			codecs               | ["bytes"]  | 'endian'
			codecs               | [{"name": "bytes", "configuration": {"endian": "middle"}}] | middle
			codecs               | ["crc32c"] | out of order
			codecs               | ["bytes_", "bytes_"] | out of order
			codecs               | ["crc32c", "bytes_"] | out of order
			codecs               | ["bytes_", {"name": "transpose", "configuration": {"order": [1, 0]}}] | out of order
			codecs               | [{"name": "transpose", "configuration": {"order": [0, 0]}}, "bytes_"] | [0, 0]
			codecs               | [{"name": "transpose", "configuration": {"order": [0, 2]}}, "bytes_"] | [0, 2]
			codecs               | [{"name": "transpose", "configuration": {"order": [0]}}, "bytes_"] | [0]
			codecs               | [{"name": "transpose", "configuration": {"order": "A"}}, "bytes_"] | A
			codecs               | ["bytes_", {"name": "gzip", "configuration": {"strength": 1}}] | 'strength'
			attributes           | []         | 'attributes' is []
			attributes           | "unit"     | 'attributes' is "unit"
			storage_transformers | {}         | 'storage_transformers' is {}
			dimension_names      | ["x"]      | 'dimension_names' is [x]
			dimension_names      | []         | 'dimension_names' is []
			dimension_names      | ["x", 1]   | 'dimension_names' is [x, 1]
			dimension_names      | "xy"       | 'dimension_names' is "xy"
			""")
	void whenMemberIsNotAllowedThenCorrupt(String member, String json, String message) {
		String bytes = "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}";
		DocumentText changed = this.document.with(member, json.replace("\"bytes_\"", bytes));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> Readers.v3(changed))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			zarr_format          | 4          | 'zarr_format' is 4
			zarr_format          | 2          | 'zarr_format' is 2
			data_type            | "int24"    | 'int24'
			data_type            | {"name": "datetime", "configuration": {"unit": "s"}} | 'datetime'
			chunk_grid           | "hexagonal" | 'hexagonal'
			chunk_key_encoding   | {"name": "hashed"} | 'hashed'
			codecs               | [{"name": "bytes", "configuration": {"endian": "big"}}, "frobnicate"] | 'frobnicate'
			codecs               | [{"name": "frobnicate", "must_understand": false}, "bytes"] | 'frobnicate'
			storage_transformers | [{"name": "x"}] | 'storage_transformers'
			x-note               | {}         | 'x-note'
			x-note               | {"must_understand": true} | 'x-note'
			x-note               | {"must_understand": "false"} | 'x-note'
			x-note               | "text"     | 'x-note'
			x-note               | null       | 'x-note'
			consolidated_metadata | {"must_understand": true} | 'consolidated_metadata'
			""")
	void whenMemberIsNotUnderstoodThenUnsupported(String member, String json, String message) {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> Readers.v3(this.document.with(member, json)))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding",
			"fill_value", "codecs" })
	void whenRequiredMemberIsMissingThenCorrupt(String member) {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Readers.v3(this.document.without(member)))
			.withMessage("zarr.json has no member '%s'", member);
	}

	@Test
	void whenElementsHaveOneByteThenEndianIsNotNeeded() {
		ArrayMetadata array = Readers.v3(this.document.with("data_type", "\"uint8\"").with("codecs", "[\"bytes\"]"));
		assertThat(array.dataType()).isSameAs(DataType.UINT8);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[46341, 46341]
			[4294967296, 4294967296]
			[9223372036854775807, 9223372036854775807]
			[9223372036854775807, 1]
			[1, 268435457]
			[134217729, 1]
			""")
	void whenChunkIsTooLargeThenLimitExceeded(String chunkShape) {
		DocumentText changed = this.document.with("chunk_grid",
				"{\"name\": \"regular\", \"configuration\": {\"chunk_shape\": %s}}".formatted(chunkShape));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> Readers.v3(changed))
			.withMessageContaining("zarr.limits.chunk-bytes");
	}

	@Test
	void whenChunkIsAsLargeAsAllowedThenTheArrayOpens() {
		assertThat(Readers.v3(this.document.with("chunk_grid",
				"{\"name\": \"regular\", \"configuration\": {\"chunk_shape\": [134217728, 1]}}")))
			.isNotNull();
	}

	@Test
	void whenRankIsTooLargeThenLimitExceeded() {
		List<Integer> ones = Collections.nCopies(33, 1);
		DocumentText changed = this.document.with("shape", ones.toString())
			.with("chunk_grid", "{\"name\": \"regular\", \"configuration\": {\"chunk_shape\": %s}}".formatted(ones));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> Readers.v3(changed))
			.withMessageContaining("zarr.limits.rank");
	}

	@Test
	void whenThereAreVeryManyCodecsThenLimitExceeded() {
		String transpose = "{\"name\": \"transpose\", \"configuration\": {\"order\": [0, 1]}}";
		DocumentText changed = this.document.with("codecs", "[" + (transpose + ",").repeat(10_000) + transpose + "]");
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> Readers.v3(changed))
			.withMessageContaining("10001");
	}

	@Test
	void whenDocumentIsTooLargeThenLimitExceeded() {
		DocumentText changed = this.document.with("attributes", "{\"a\": \"" + "x".repeat(1 << 20) + "\"}");
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> Readers.v3(changed))
			.withMessageContaining("zarr.limits.metadata-bytes");
	}

	@Test
	void whenValueIsLongThenTheMessageIsNot() {
		DocumentText changed = this.document.with("node_type", '"' + "x".repeat(100_000) + '"');
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> Readers.v3(changed))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@Test
	@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whenAStructureHasManyFieldsThenItIsReadInTime() {
		String fields = IntStream.range(0, 100_000)
			.mapToObj((i) -> "{\"name\": \"f%d\", \"data_type\": \"uint8\"}".formatted(i))
			.collect(Collectors.joining(","));
		DocumentText structure = this.document.with("data_type",
				"{\"name\": \"struct\", \"configuration\": {\"fields\": [" + fields + "]}}");
		MetadataReader reader = Readers.reader(new Limits(1 << 24, 32, 1 << 28, 1 << 28, 1 << 28, 1 << 20));
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> reader.readV3(structure.with("fill_value", "{\"f0\": 1}").bytes()))
			.withMessageContaining("f1");
	}

	@Test
	void whenShardsHaveVeryManySizesThenLimitExceeded() {
		String sizes = IntStream.rangeClosed(1, 1 << 16).mapToObj(String::valueOf).collect(Collectors.joining(","));
		DocumentText shards = this.document
			.with("chunk_grid",
					"{\"name\": \"rectilinear\", \"configuration\": {\"kind\": \"inline\", \"chunk_shapes\": [[" + sizes
							+ "], 6]}}")
			.with("codecs", """
					[{"name": "sharding_indexed", "configuration": {"chunk_shape": [1, 1],
					"codecs": [{"name": "bytes", "configuration": {"endian": "little"}}],
					"index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]}}]""");
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> Readers.v3(shards))
			.withMessageContaining("shard sizes");
	}

}
