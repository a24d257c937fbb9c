package io.github.zarrspring.metadata;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that a caller gives, made into what reading them back would give: so a model
 * does not change when it is stored, nor when the caller changes the map.
 */
final class Attributes {

	private Attributes() {
	}

	/**
	 * Take over attributes.
	 * @param attributes the attributes
	 * @param stored the attributes that there were; one that stays the same may have NaN
	 * and infinities, which JSON does not
	 * @throws InvalidRequestException if JSON has no such attributes
	 */
	static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> attributes,
			Map<String, @Nullable Object> stored) {
		Map<String, @Nullable Object> copy = writeAndRead(attributes);
		copy.forEach((name, value) -> {
			if (!Objects.equals(value, stored.get(name))) {
				checkFinite(name, value);
			}
		});
		return copy;
	}

	private static Map<String, @Nullable Object> writeAndRead(Map<String, ? extends @Nullable Object> attributes) {
		try {
			return Json.parse("The attributes", Json.format(attributes));
		}
		catch (CorruptDataException ex) {
			throw new InvalidRequestException(ex.getReason(), ex);
		}
	}

	private static void checkFinite(String attribute, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			map.values().forEach((item) -> checkFinite(attribute, item));
		}
		else if (value instanceof List<?> list) {
			list.forEach((item) -> checkFinite(attribute, item));
		}
		else if (value instanceof Double number && !Double.isFinite(number)) {
			throw new InvalidRequestException(
					"The attribute '%s' has the number %s, which JSON does not have".formatted(attribute, number));
		}
	}

}
