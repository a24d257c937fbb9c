package io.github.zarrspring.extension;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an {@link Extension}: the members of a JSON object as
 * {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code BigInteger},
 * {@code Double}, {@code List}, {@code Map} or {@code null}. What is missing or of the
 * wrong type is a {@link CorruptDataException} that names the member.
 */
public final class Configuration {

	/**
	 * No members.
	 */
	public static final Configuration EMPTY = new Configuration(Map.of());

	private final Map<String, @Nullable Object> values;

	/**
	 * A configuration.
	 * @param values the members, in their order
	 */
	public Configuration(Map<String, ? extends @Nullable Object> values) {
		this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * All members.
	 * @return the members, not to be changed
	 */
	public Map<String, @Nullable Object> values() {
		return this.values;
	}

	/**
	 * Whether there are no members.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.values.isEmpty();
	}

	/**
	 * A member as it is.
	 * @param name the name of the member
	 * @return the value, {@code null} if it is missing or null
	 */
	public @Nullable Object get(String name) {
		return this.values.get(name);
	}

	/**
	 * Refuse members that nobody knows: ignoring one could give wrong values.
	 * @param known the names that are known
	 */
	public void allowOnly(String... known) {
		Set<String> names = Set.of(known);
		for (String name : this.values.keySet()) {
			if (!names.contains(name)) {
				throw new CorruptDataException(
						"Unknown configuration member '%s', known are %s".formatted(name, Arrays.toString(known)));
			}
		}
	}

	/**
	 * An integer.
	 * @param name the name of the member
	 * @param min the least value allowed
	 * @param max the greatest value allowed
	 * @param defaultValue the value if the member is missing, {@code null} if it must not
	 * be
	 * @return the value
	 */
	public int integer(String name, int min, int max, @Nullable Integer defaultValue) {
		Object value = valueOrDefault(name, defaultValue);
		if (value instanceof Integer integer && integer >= min && integer <= max) {
			return integer;
		}
		throw wrong(name, value, "an integer from %s to %s".formatted(min, max));
	}

	/**
	 * A boolean.
	 * @param name the name of the member
	 * @param defaultValue the value if the member is missing, {@code null} if it must not
	 * be
	 * @return the value
	 */
	public boolean bool(String name, @Nullable Boolean defaultValue) {
		Object value = valueOrDefault(name, defaultValue);
		if (value instanceof Boolean bool) {
			return bool;
		}
		throw wrong(name, value, "true or false");
	}

	/**
	 * A string out of a few.
	 * @param name the name of the member
	 * @param defaultValue the value if the member is missing, {@code null} if it must not
	 * be
	 * @param allowed the values allowed, any if there are none
	 * @return the value
	 */
	public String string(String name, @Nullable String defaultValue, String... allowed) {
		Object value = valueOrDefault(name, defaultValue);
		if (value instanceof String string && (allowed.length == 0 || List.of(allowed).contains(string))) {
			return string;
		}
		throw wrong(name, value, (allowed.length == 0) ? "a string" : "one of " + Arrays.toString(allowed));
	}

	/**
	 * A list of integers.
	 * @param name the name of the member
	 * @param min the least value allowed
	 * @return the values
	 */
	public long[] integers(String name, long min) {
		Object value = this.values.get(name);
		if (value instanceof List<?> list && list.stream().allMatch((item) -> isLong(item, min))) {
			return list.stream().mapToLong((item) -> ((Number) item).longValue()).toArray();
		}
		throw wrong(name, value, "a list of integers of at least " + min);
	}

	/**
	 * A list of anything.
	 * @param name the name of the member
	 * @param parser what makes a value of an item
	 * @param <T> the type of the values
	 * @return the values
	 */
	public <T> List<T> list(String name, Function<@Nullable Object, T> parser) {
		if (this.values.get(name) instanceof List<?> list) {
			return list.stream().<T>map(parser::apply).toList();
		}
		throw wrong(name, this.values.get(name), "a list");
	}

	private static boolean isLong(@Nullable Object item, long min) {
		return (item instanceof Integer || item instanceof Long) && ((Number) item).longValue() >= min;
	}

	private @Nullable Object valueOrDefault(String name, @Nullable Object defaultValue) {
		return (defaultValue != null && !this.values.containsKey(name)) ? defaultValue : this.values.get(name);
	}

	private CorruptDataException wrong(String name, @Nullable Object value, String expected) {
		String found = this.values.containsKey(name) ? "is " + value : "is missing";
		return new CorruptDataException(
				"The configuration member '%s' %s, expected %s".formatted(name, found, expected));
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof Configuration other && this.values.equals(other.values);
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

}
