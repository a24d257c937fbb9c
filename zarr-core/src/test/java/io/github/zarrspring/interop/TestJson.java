package io.github.zarrspring.interop;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as the tests read it, which is not how the engine does.
 */
public final class TestJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private TestJson() {
	}

	public static Map<String, @Nullable Object> object(Path file) throws IOException {
		return object(Files.readAllBytes(file));
	}

	static Map<String, @Nullable Object> object(byte[] bytes) {
		return object(MAPPER.readValue(bytes, Object.class));
	}

	public static Map<String, @Nullable Object> object(String text) {
		return object(MAPPER.readValue(text, Object.class));
	}

	public static Map<String, @Nullable Object> object(@Nullable Object json) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		((Map<?, ?>) Objects.requireNonNull(json)).forEach((name, value) -> object.put((String) name, value));
		return object;
	}

	public static String text(@Nullable Object json) {
		return MAPPER.writeValueAsString(json);
	}

	/**
	 * The same document with numbers that are equal if the engine and this reader mean
	 * the same number.
	 */
	public static @Nullable Object canonical(@Nullable Object json) {
		if (json instanceof Map<?, ?> map) {
			Map<@Nullable Object, @Nullable Object> members = new LinkedHashMap<>();
			map.forEach((name, value) -> members.put(name, canonical(value)));
			return members;
		}
		if (json instanceof List<?> list) {
			return list.stream().map(TestJson::canonical).toList();
		}
		if (json instanceof Integer || json instanceof Long) {
			return BigInteger.valueOf(((Number) json).longValue());
		}
		if (json instanceof BigDecimal number && Double.isFinite(number.doubleValue())) {
			return number.doubleValue();
		}
		return json;
	}

}
