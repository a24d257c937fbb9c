package io.github.zarrspring.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * The members of a metadata document. What is missing or of the wrong type is a
 * {@link CorruptDataException} that names the member and its value.
 *
 * @param document the name of the document
 * @param values the members
 */
record Members(String document, Map<String, @Nullable Object> values) {

	private static final int SHOWN = 100;

	/**
	 * A member that must be there.
	 * @return its value, {@code null} if that is what it is
	 */
	@Nullable Object require(String name) {
		if (!this.values.containsKey(name)) {
			throw new CorruptDataException("%s has no member '%s'".formatted(this.document, name));
		}
		return this.values.get(name);
	}

	/**
	 * A list of sizes.
	 */
	long[] sizes(String name, long min) {
		Object value = require(name);
		if (value instanceof List<?> list && list.stream().allMatch((item) -> isSize(item, min))) {
			return list.stream().mapToLong((item) -> ((Number) item).longValue()).toArray();
		}
		throw wrong(name, value, "a list of integers from %s to %s".formatted(min, Long.MAX_VALUE));
	}

	private static boolean isSize(@Nullable Object item, long min) {
		return (item instanceof Integer || item instanceof Long) && ((Number) item).longValue() >= min;
	}

	/**
	 * A string out of a few.
	 */
	String oneOf(String name, String... allowed) {
		Object value = require(name);
		if (value instanceof String string && Arrays.asList(allowed).contains(string)) {
			return string;
		}
		throw wrong(name, value, "one of " + Arrays.toString(allowed));
	}

	/**
	 * A list that must be there.
	 */
	List<? extends @Nullable Object> list(String name) {
		Object value = require(name);
		if (value instanceof List<?> list) {
			return list;
		}
		throw wrong(name, value, "a list");
	}

	/**
	 * A list that may be missing or null.
	 */
	List<? extends @Nullable Object> listOrEmpty(String name) {
		return (this.values.get(name) != null) ? list(name) : List.of();
	}

	/**
	 * An object that may be missing or null.
	 */
	Map<String, @Nullable Object> objectOrEmpty(String name) {
		Object value = this.values.get(name);
		return (value != null) ? object(name, value) : Map.of();
	}

	/**
	 * A value that must be an object.
	 */
	Map<String, @Nullable Object> object(String name, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return cast(map);
		}
		throw wrong(name, value, "an object");
	}

	/**
	 * The names in what was read from JSON are strings.
	 */
	@SuppressWarnings("unchecked")
	private static Map<String, @Nullable Object> cast(Map<?, ?> map) {
		return (Map<String, @Nullable Object>) map;
	}

	CorruptDataException wrong(String name, @Nullable Object value, String expected) {
		return new CorruptDataException(
				"%s: '%s' is %s, expected %s".formatted(this.document, name, show(value), expected));
	}

	/**
	 * A value for a message, which a hostile one must not make as long as a document.
	 */
	static String show(@Nullable Object value) {
		String text = (value instanceof String) ? "\"" + value + '"' : String.valueOf(value);
		return (text.length() <= SHOWN) ? text : text.substring(0, SHOWN) + "...";
	}

}
