package io.github.zarrspring.metadata;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.dtype.UnicodeText;
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
	 * and infinities, which JSON does not, and text that is not well-formed Unicode
	 * @throws InvalidRequestException if JSON has no such attributes
	 */
	static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> attributes,
			Map<String, @Nullable Object> stored) {
		Map<String, @Nullable Object> copy = writeAndRead(attributes);
		copy.forEach((name, value) -> {
			if (!stored.containsKey(name) || !Objects.equals(value, stored.get(name))) {
				checkText(name);
				check(name, value);
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

	private static void check(String attribute, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			map.forEach((name, item) -> {
				checkText(name);
				check(attribute, item);
			});
		}
		else if (value instanceof List<?> list) {
			list.forEach((item) -> check(attribute, item));
		}
		else if (value instanceof Double number && !Double.isFinite(number)) {
			throw new InvalidRequestException(
					"The attribute '%s' has the number %s, which JSON does not have".formatted(attribute, number));
		}
		else {
			checkText(value);
		}
	}

	/**
	 * Check all texts in a part of a document, its names too.
	 * @throws InvalidRequestException if one is not well-formed Unicode
	 */
	static void checkText(@Nullable Object json) {
		if (json instanceof Map<?, ?> map) {
			map.forEach((name, value) -> {
				checkText(name);
				checkText(value);
			});
		}
		else if (json instanceof List<?> list) {
			list.forEach(Attributes::checkText);
		}
		else if (json instanceof String text) {
			UnicodeText.check(text);
		}
	}

}
