package io.github.zarrspring.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Dimension names in v2, which has no member for them: as Xarray does it, in the
 * attribute {@code _ARRAY_DIMENSIONS}.
 */
final class V2DimensionNames {

	static final String ATTRIBUTE = "_ARRAY_DIMENSIONS";

	private V2DimensionNames() {
	}

	/**
	 * The names among the attributes.
	 * @return one name for each dimension, or none at all
	 */
	static List<@Nullable String> read(Map<String, @Nullable Object> attributes, int rank) {
		if (attributes.get(ATTRIBUTE) instanceof List<?> names && names.size() == rank
				&& names.stream().allMatch(String.class::isInstance)) {
			return names.stream().<@Nullable String>map((name) -> (String) name).toList();
		}
		return List.of();
	}

	/**
	 * Add names to attributes.
	 * @throws InvalidRequestException if v2 cannot have them
	 */
	static Map<String, @Nullable Object> write(Map<String, @Nullable Object> attributes, List<@Nullable String> names) {
		if (names.stream().allMatch(Objects::isNull)) {
			return attributes;
		}
		if (names.stream().anyMatch(Objects::isNull)) {
			throw new InvalidRequestException(
					"Zarr v2 cannot have dimensions with and without names in one array: " + names);
		}
		Object given = attributes.getOrDefault(ATTRIBUTE, names);
		if (!names.equals(given)) {
			throw new InvalidRequestException(
					"The attribute '%s' is %s, but the dimension names are %s".formatted(ATTRIBUTE, given, names));
		}
		Map<String, @Nullable Object> named = new LinkedHashMap<>(attributes);
		named.put(ATTRIBUTE, names);
		return named;
	}

	/**
	 * Keep the stored names if attributes do not say otherwise: in v3 they stay too when
	 * the attributes change.
	 */
	static Map<String, @Nullable Object> keep(Map<String, @Nullable Object> attributes,
			Map<String, @Nullable Object> stored) {
		if (!stored.containsKey(ATTRIBUTE) || attributes.containsKey(ATTRIBUTE)) {
			return attributes;
		}
		Map<String, @Nullable Object> named = new LinkedHashMap<>(attributes);
		named.put(ATTRIBUTE, stored.get(ATTRIBUTE));
		return named;
	}

}
