package io.github.zarrspring.sample.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.TimeUnit;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.sample.SampleTest;
import io.github.zarrspring.spring.ZarrOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ValuesControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ZarrOperations zarr;

	static Stream<Arguments> values() {
		return Stream.of(Arguments.of(DataType.BOOL, "[true,false,true]"), Arguments.of(DataType.INT8, "[-128,0,127]"),
				Arguments.of(DataType.INT16, "[-32768,0,32767]"),
				Arguments.of(DataType.INT32, "[-2147483648,0,2147483647]"),
				Arguments.of(DataType.INT64, "[-9223372036854775808,9007199254740993,9223372036854775807]"),
				Arguments.of(DataType.UINT8, "[0,128,255]"), Arguments.of(DataType.UINT16, "[0,32768,65535]"),
				Arguments.of(DataType.UINT32, "[0,2147483648,4294967295]"),
				Arguments.of(DataType.UINT64, "[0,9223372036854775808,18446744073709551615]"),
				Arguments.of(DataType.FLOAT32, "[\"NaN\",\"Infinity\",\"-Infinity\"]"),
				Arguments.of(DataType.FLOAT32, "[0.1,-0.0,3.4028235E38]"),
				Arguments.of(DataType.FLOAT64, "[\"NaN\",\"Infinity\",\"-Infinity\"]"),
				Arguments.of(DataType.FLOAT64, "[0.1,-0.0,4.9E-324]"));
	}

	@ParameterizedTest
	@MethodSource("values")
	void whenValuesAreWrittenThenTheVerySameAreRead(DataType type, String values) {
		this.zarr.create("values/all/" + type + values.hashCode(), ArraySpec.of(type).shape(3));
		String uri = "/api/values/scratch/values/all/" + type + values.hashCode();
		String body = "{\"shape\":[3],\"dataType\":\"%s\",\"values\":%s}".formatted(type.name(), values);
		assertThat(put(uri, body)).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.mvc.get().uri(uri)).hasStatusOk().hasBodyTextEqualTo(body);
	}

	static Stream<Arguments> otherValues() {
		Map<String, DataType> fields = new LinkedHashMap<>();
		fields.put("a", DataType.INT16);
		fields.put("b", DataType.datetime64(TimeUnit.DAYS));
		return Stream.of(Arguments.of(DataType.STRING, "[\"\",\"ß字\",\"a\\n\"]", ""),
				Arguments.of(DataType.BYTES, "[\"\",\"AQI=\",\"/w==\"]", ""),
				Arguments.of(DataType.fixedBytes(3), "[\"\",\"ß\",\"abc\"]", ""),
				Arguments.of(DataType.fixedBytes(4), "[{\"base64\":\"/w==\"},\"a\",{\"base64\":\"AP/D\"}]", ""),
				Arguments.of(DataType.fixedString(2), "[\"\",\"😀\",\"字a\"]", ""),
				Arguments.of(DataType.raw(2), "[\"AAA=\",\"AQI=\",\"//8=\"]", ""),
				Arguments.of(DataType.INT4, "[-8,0,7]", ""), Arguments.of(DataType.UINT2, "[0,2,3]", ""),
				Arguments.of(DataType.datetime64(TimeUnit.MILLISECONDS),
						"[\"NaT\",\"1970-01-01T00:00:00.001\",\"1969-12-31T23:59:59.000\"]",
						",\"raw\":[-9223372036854775808,1,-1000]"),
				Arguments.of(DataType.timedelta64(TimeUnit.SECONDS), "[\"NaT\",\"PT5S\",\"PT-60S\"]",
						",\"raw\":[-9223372036854775808,5,-60]"),
				Arguments.of(DataType.struct(fields),
						"[{\"a\":1,\"b\":\"NaT\"},{\"a\":-2,\"b\":\"2020-02-29\"},{\"a\":0,\"b\":\"1970-01-01\"}]",
						""));
	}

	@ParameterizedTest
	@MethodSource("otherValues")
	void whenValuesAreNoNumbersThenTheVerySameAreRead(DataType type, String values, String raw) {
		for (ZarrFormat format : ZarrFormat.values()) {
			String path = "values/others/" + format + "/" + type.name() + values.hashCode();
			this.zarr.create(path, ArraySpec.of(type).shape(3).format(format));
			String uri = "/api/values/scratch/" + path;
			assertThat(put(uri, "{\"values\":%s}".formatted(values))).hasStatus(HttpStatus.NO_CONTENT);
			assertThat(this.mvc.get().uri(uri)).hasStatusOk().bodyText().endsWith("\"values\":" + values + raw + "}");
			assertThat(this.mvc.get().uri("/api/tree/scratch")).hasStatusOk().bodyText().contains(type.name());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bool    | 1
			bool    | "true"
			bool    | null
			int8    | 300
			int8    | -129
			int8    | 1.5
			int8    | "1"
			int8    | true
			int8    | null
			int8    | 1e400000000
			int8    | 1e-400000000
			uint8   | -1
			uint8   | 256
			int16   | 32768
			uint16  | 65536
			int32   | 2147483648
			uint32  | -1
			int64   | 9223372036854775808
			int64   | 1e19
			uint64  | 18446744073709551616
			uint64  | -1
			float32 | 1e39
			float32 | "nan"
			float32 | null
			float32 | true
			float64 | 1e309
			float64 | "1.0"
			float64 | {}
			float64 | NaN
			""")
	void whenDataTypeHasNoSuchValueThenBadRequestAndNothingIsWritten(String type, String value) {
		String path = "values/wrong/" + type + value.hashCode();
		this.zarr.create(path, ArraySpec.of(type(type)).shape(2));
		assertThat(put("/api/values/scratch/" + path, "{\"values\":[%s,%s]}".formatted(one(type), value)))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		NdArray stored = this.zarr.open(path).read();
		assertThat(stored.array()).isEqualTo(NdArray.zeros(type(type), 2).array());
	}

	private static String one(String type) {
		return type.equals("bool") ? "true" : "1";
	}

	private static DataType type(String name) {
		return Stream
			.of(DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.UINT8,
					DataType.UINT16, DataType.UINT32, DataType.UINT64, DataType.FLOAT32, DataType.FLOAT64)
			.filter((type) -> type.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@ParameterizedTest
	@CsvSource({ "int8, 2.0, 2", "int16, 2e1, 20", "uint64, 1.8e19, -446744073709551616", "int64, -0, 0",
			"int32, 100000000000000000000e-20, 1" })
	void whenNumberIsWholeThenItsNotationDoesNotMatter(String type, String value, long stored) {
		String path = "values/whole/" + type;
		this.zarr.create(path, ArraySpec.of(type(type)));
		assertThat(put("/api/values/scratch/" + path, "{\"values\":%s}".formatted(value)))
			.hasStatus(HttpStatus.NO_CONTENT);
		assertThat(java.lang.reflect.Array.getLong(this.zarr.open(path).read().array(), 0)).isEqualTo(stored);
	}

	@Test
	void whenSinglePrecisionIsReadThenItIsRoundedOnce() {
		this.zarr.create("values/rounding", ArraySpec.of(DataType.FLOAT32));
		// Just above the middle of two floats; as a double it is the middle itself.
		put("/api/values/scratch/values/rounding", "{\"values\":1.00000017881393432617187499}");
		assertThat(this.zarr.open("values/rounding").read().floats())
			.containsExactly(Float.parseFloat("1.00000017881393432617187499"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0,0:5       | [5]   | [483,487,491,493,488]
			100,200     | []    | 522
			343:,402:   | [1,1] | [[272]]
			-1,-1       | []    | 272
			0:2,0:4:2   | [2,2] | [[483,491],[475,489]]
			5:5,0       | [0]   | []
			0:2,7:7     | [2,0] | [[],[]]
			""")
	void selections(String selection, String shape, String values) {
		assertThat(this.mvc.get().uri("/api/values/terrain-v3/elevation?selection={s}", selection)).hasStatusOk()
			.hasBodyTextEqualTo("{\"shape\":%s,\"dataType\":\"int16\",\"values\":%s}".formatted(shape, values));
		assertThat(this.mvc.get().uri("/api/values/terrain-v2/elevation?selection={s}", selection)).hasStatusOk()
			.hasBodyTextEqualTo("{\"shape\":%s,\"dataType\":\"int16\",\"values\":%s}".formatted(shape, values));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "344", "-345", "0:345", "0,0,0", "::0", "::-1", "0:1:1:1", ",", "1.5",
			"99999999999999999999" })
	void whenSelectionIsNotWithinArrayThenBadRequest(String selection) {
		assertThat(this.mvc.get().uri("/api/values/terrain-v3/elevation?selection={s}", selection))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void whenSelectionIsWrittenThenOtherCellsStay() {
		this.zarr.create("values/part", ArraySpec.of(DataType.INT16).shape(3, 4).chunks(2, 3));
		assertThat(put("/api/values/scratch/values/part?selection=1:3,1:4:2", "{\"values\":[[1,2],[3,4]]}"))
			.hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.zarr.open("values/part").read().shorts()).containsExactly(0, 0, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4);
	}

	@Test
	void whenMembersAreInAnyOrderOrUnknownThenValuesAreRead() {
		this.zarr.create("values/order", ArraySpec.of(DataType.UINT8).shape(2));
		assertThat(put("/api/values/scratch/values/order",
				"{\"values\":[1,2],\"note\":{\"a\":[1,{}]},\"raw\":[[]],\"dataType\":{\"name\":\"uint8\"},\"shape\":[2]}"))
			.hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.zarr.open("values/order").read().bytes()).containsExactly(1, 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "5", "{}", "{\"values\":[1]}", "{\"values\":[1,2,3]}", "{\"values\":5}",
			"{\"values\":[[1,2]]}", "{\"values\":[[1],[2]]}", "{\"values\":[1,2],\"shape\":[1,2]}",
			"{\"values\":[1,2],\"shape\":[]}", "{\"values\":[1,2],\"shape\":[3]}", "{\"values\":[1,2],\"shape\":2}",
			"{\"values\":[1,2],\"dataType\":\"int16\"}", "{\"values\":[1,2],\"dataType\":null}", "{\"values\":[1,2]",
			"{\"values\":[1,2]}x", "{\"values\":[1,2]}{}", "{\"values\":[1,2,]}", "{'values':[1,2]}",
			"{\"value\":[1,2]}", "{\"values\":\"AQI=\"}", "\u0001" })
	void whenBodyDoesNotFitThenBadRequestAndNothingIsWritten(String body) {
		String path = "values/body" + body.hashCode();
		this.zarr.create(path, ArraySpec.of(DataType.INT8).shape(2));
		assertThat(put("/api/values/scratch/" + path, body)).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.zarr.open(path).read().bytes()).containsExactly(0, 0);
	}

	@Test
	void whenBodyIsNestedVeryDeeplyThenBadRequest() {
		this.zarr.create("values/deep", ArraySpec.of(DataType.INT8).shape(2));
		assertThat(put("/api/values/scratch/values/deep", "{\"note\":" + "[".repeat(100_000)))
			.hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void whenValueIsWrongThenProblemSaysWhere() {
		this.zarr.create("values/where", ArraySpec.of(DataType.INT8).shape(2, 2));
		assertThat(put("/api/values/scratch/values/where", "{\"values\":[[1,2],[3,300]]}")).bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("values[1][1]: 300 is not between -128 and 127");
	}

	@Test
	void whenManyValuesAreWrittenThenAllArrive() {
		this.zarr.create("values/many", ArraySpec.of(DataType.INT32).shape(300, 300).chunks(64, 64));
		StringBuilder rows = new StringBuilder();
		for (int row = 0; row < 300; row++) {
			rows.append((row > 0) ? ",[" : "[");
			for (int column = 0; column < 300; column++) {
				rows.append((column > 0) ? "," : "").append(row * 300 + column);
			}
			rows.append(']');
		}
		String body = "{\"shape\":[300,300],\"dataType\":\"int32\",\"values\":[%s]}".formatted(rows);
		assertThat(put("/api/values/scratch/values/many", body)).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.zarr.open("values/many").read().ints()).startsWith(0, 1, 2).endsWith(89998, 89999);
		assertThat(this.mvc.get().uri("/api/values/scratch/values/many")).hasBodyTextEqualTo(body);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":100001", "::2" })
	void whenSelectionIsTooLargeThenContentTooLarge(String selection) {
		String path = "values/large" + selection.hashCode();
		this.zarr.create(path, ArraySpec.of(DataType.INT8).shape(1_000_000_000_000L).chunks(1000));
		String uri = "/api/values/scratch/" + path + "?selection=" + selection;
		assertThat(this.mvc.get().uri(uri)).hasStatus(HttpStatus.CONTENT_TOO_LARGE)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(put(uri, "{\"values\":[1]}")).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	void whenThereAreNoValuesButVeryManyListsThenContentTooLarge() {
		this.zarr.create("values/lists", ArraySpec.of(DataType.INT8).shape(1_000_000_000L, 0).chunks(1000, 1));
		assertThat(this.mvc.get().uri("/api/values/scratch/values/lists")).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	void whenBodyIsNotJsonByItsTypeThenUnsupportedMediaType() {
		assertThat(this.mvc.put()
			.uri("/api/values/scratch/terrain/elevation")
			.contentType(MediaType.TEXT_PLAIN)
			.content("{}")).hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
	}

	@Test
	void whenNodeIsGroupThenNotFound() {
		assertThat(this.mvc.get().uri("/api/values/scratch/terrain")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void whenNamesHaveSpacesAndUnicodeThenTheyAreFound() {
		this.zarr.create("values/höhe über NN/ä+%=.png", ArraySpec.of(DataType.INT8).shape(1));
		String uri = "/api/values/{store}/{a}/{b}/{c}";
		assertThat(this.mvc.put()
			.uri(uri, "scratch", "values", "höhe über NN", "ä+%=.png")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"values\":[7]}")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.mvc.get().uri(uri, "scratch", "values", "höhe über NN", "ä+%=.png")).hasStatusOk();
		assertThat(this.zarr.open("values/höhe über NN/ä+%=.png").read().bytes()).containsExactly(7);
	}

	private MvcTestResult put(String uri, String body) {
		return this.mvc.put().uri(uri).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

}
