package io.github.zarrspring.metadata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonTests {

	@Test
	void values() {
		Map<String, @Nullable Object> values = parse("""
				{"z": "\\u00fc", "a": [true, false, null], "i": 7, "l": 5000000000, "b": 18446744073709551615,
				 "d": 1.5, "e": 1e2, "o": {"k": []}, "n": null}""");
		assertThat(values.keySet()).containsExactly("z", "a", "i", "l", "b", "d", "e", "o", "n");
		assertThat(values.get("z")).isEqualTo("ü");
		assertThat(values.get("a")).isEqualTo(Arrays.asList(true, false, null));
		assertThat(values.get("i")).isEqualTo(7);
		assertThat(values.get("l")).isEqualTo(5000000000L);
		assertThat(values.get("b")).isEqualTo(new BigInteger("18446744073709551615"));
		assertThat(values.get("d")).isEqualTo(1.5);
		assertThat(values.get("e")).isEqualTo(100.0);
		assertThat(values.get("o")).isEqualTo(Map.of("k", List.of()));
		assertThat(values.get("n")).isNull();
	}

	@Test
	void whatIsReadCannotBeChanged() {
		Map<String, @Nullable Object> values = parse("{\"a\": [1], \"o\": {}}");
		assertThat(values).isUnmodifiable();
		assertThat((List<?>) values.get("a")).isUnmodifiable();
		assertThat((Map<?, ?>) values.get("o")).isUnmodifiable();
	}

	@Test
	void whenBareNaNIsReadThenItIsWrittenBack() {
		Map<String, @Nullable Object> values = parse("{\"a\": NaN, \"b\": Infinity, \"c\": [-Infinity]}");
		assertThat(values.get("a")).isEqualTo(Double.NaN);
		assertThat(values.get("b")).isEqualTo(Double.POSITIVE_INFINITY);
		assertThat(values.get("c")).isEqualTo(List.of(Double.NEGATIVE_INFINITY));
		String text = DocumentText.text(Json.format(values));
		assertThat(text.replaceAll("\\s", "")).isEqualTo("{\"a\":NaN,\"b\":Infinity,\"c\":[-Infinity]}");
	}

	@Test
	void whenNumberIsBeyondTheDoublesThenItStaysANumber() {
		Map<String, @Nullable Object> values = parse("{\"a\": -1e400}");
		assertThat(values.get("a")).isEqualTo(new BigDecimal("-1e400"));
		assertThat(parse(DocumentText.text(Json.format(values)))).isEqualTo(values);
	}

	@Test
	void whenBytesAreInTheMiddleOfAReadOnlyBufferThenTheyAreRead() {
		ByteBuffer bytes = DocumentText.bytes("xx{\"a\": 1}yy").position(2);
		bytes.limit(bytes.limit() - 2);
		assertThat(Json.parse("zarr.json", bytes.asReadOnlyBuffer())).isEqualTo(Map.of("a", 1));
		assertThat(bytes.position()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"a\"}", "{\"a\": }", "{\"a\": 1,}", "{'a': 1}", "{a: 1}", "{\"a\": 01}",
			"{\"a\": +1}", "{\"a\": .5}", "{\"a\": 1.}", "{\"a\": 0x10}", "{\"a\": nan}", "{\"a\": \"\t\"}",
			"{\"a\": \"\\x\"}", "{\"a\": tru}", "{\"a\": 1} {}", "{\"a\": 1}]", "{\"a\": 1} x", "{\"a\": [1}",
			"// no\n{}", "{\"a\": 1 \"b\": 2}", "{\"a\": 1, \"a\": 1}", "{\"o\": {\"a\": 1, \"b\": 2, \"a\": 3}}",
			"{\"a\": 1e99999999999}" })
	void whenTextIsNotJsonThenCorrupt(String text) {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> parse(text))
			.withMessageContaining("zarr.json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "1", "\"a\"", "null", "true", "NaN" })
	void whenDocumentIsNoObjectThenCorrupt(String text) {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> parse(text))
			.withMessage("zarr.json is not a JSON object");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n" })
	void whenDocumentIsEmptyThenCorrupt(String text) {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> parse(text))
			.withMessage("zarr.json is empty");
	}

	@Test
	void whenTextIsNotJsonThenTheMessageHasThePlace() {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> parse("{\n  \"a\": ?\n}"))
			.withMessageContaining("line 2, column 8");
	}

	@Test
	void whenBytesAreNotUtf8ThenCorrupt() {
		byte[] bytes = { '{', '"', 'a', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}' };
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> Json.parse("zarr.json", ByteBuffer.wrap(bytes)));
	}

	@Test
	void whenNestingIsDeepThenCorrupt() {
		for (int depth : new int[] { Json.MAX_DEPTH, 100_000 }) {
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> parse("{\"a\": " + "[".repeat(depth) + "]".repeat(depth) + "}"));
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> parse("{\"a\":".repeat(depth + 1) + "1" + "}".repeat(depth + 1)));
		}
	}

	@Test
	void whenNestingIsAtTheBoundThenItIsReadAndWritten() {
		int depth = Json.MAX_DEPTH - 1;
		Map<String, @Nullable Object> values = parse("{\"a\": " + "[".repeat(depth) + "]".repeat(depth) + "}");
		assertThat(parse(DocumentText.text(Json.format(values)))).isEqualTo(values);
	}

	@Test
	void whenNumberHasManyDigitsThenCorrupt() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> parse("{\"a\": " + "9".repeat(2000) + "}"));
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> parse("{\"a\": 0." + "9".repeat(2000) + "}"));
	}

	@Test
	void formatIndentsObjectsAndKeepsListsOnOneLine() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("shape", List.of(2, 3));
		document.put("codecs", List.of(Map.of("name", "größe"), Map.of()));
		document.put("filters", List.of());
		assertThat(DocumentText.text(Json.format(document))).isEqualTo("""
				{
				  "shape": [2, 3],
				  "codecs": [{
				    "name": "gr\\u00F6\\u00DFe"
				  }, {}],
				  "filters": []
				}""");
	}

	@Test
	void whenTextIsNotAsciiThenItIsWrittenAsAsciiForOldReaders() {
		Map<String, @Nullable Object> values = parse("{\"größe\": \"漢字😀\u007f\"}");
		String text = DocumentText.text(Json.format(values));
		assertThat(text).matches("\\p{ASCII}+");
		assertThat(parse(text)).isEqualTo(values);
	}

	@Test
	void formatOfAllTypes() {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("n", null);
		document.put("b", true);
		document.put("i", List.of((byte) 1, (short) 2, 3, 4L, BigInteger.TEN, 1.5f, 2.5, new BigDecimal("3.5")));
		assertThat(parse(DocumentText.text(Json.format(document))))
			.isEqualTo(parse("{\"n\": null, \"b\": true, \"i\": [1, 2, 3, 4, 10, 1.5, 2.5, 3.5]}"));
	}

	@Test
	void whenValueIsNotOfJsonThenInvalid() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> Json.format(Map.of("a", new Object[0])))
			.withMessageContaining("Object");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> Json.format(Map.of("a", Map.of(1, 2))))
			.withMessageContaining("member name 1");
	}

	@Test
	void whenValueContainsItselfThenInvalid() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("a", Collections.singletonList(document));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Json.format(document));
	}

	@Test
	void whenTextHasHalfACharacterThenItComesBack() {
		Map<String, @Nullable Object> values = parse("{\"a\": \"x\\ud83d\"}");
		assertThat(parse(DocumentText.text(Json.format(values)))).isEqualTo(values);
	}

	private static Map<String, @Nullable Object> parse(String text) {
		return Json.parse("zarr.json", DocumentText.bytes(text));
	}

}
