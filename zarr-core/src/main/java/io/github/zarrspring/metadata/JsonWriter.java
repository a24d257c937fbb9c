package io.github.zarrspring.metadata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Turns maps and lists into the tokens of a JSON document.
 */
final class JsonWriter {

	private JsonWriter() {
	}

	static void write(JsonGenerator generator, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			writeObject(generator, map);
		}
		else if (value instanceof Iterable<?> items) {
			generator.writeStartArray();
			items.forEach((item) -> write(generator, item));
			generator.writeEndArray();
		}
		else if (value instanceof String text) {
			generator.writeString(text);
		}
		else if (value instanceof Boolean bool) {
			generator.writeBoolean(bool);
		}
		else if (value instanceof Number number) {
			writeNumber(generator, number);
		}
		else if (value == null) {
			generator.writeNull();
		}
		else {
			throw hasNo(value);
		}
	}

	private static void writeObject(JsonGenerator generator, Map<?, ?> members) {
		generator.writeStartObject();
		members.forEach((name, value) -> {
			if (!(name instanceof String text)) {
				throw new InvalidRequestException("The JSON member name %s is not a string".formatted(name));
			}
			generator.writeName(text);
			write(generator, value);
		});
		generator.writeEndObject();
	}

	private static void writeNumber(JsonGenerator generator, Number number) {
		if (number instanceof Double value) {
			generator.writeNumber(value);
		}
		else if (number instanceof Float value) {
			generator.writeNumber(value);
		}
		else if (number instanceof BigInteger value) {
			generator.writeNumber(value);
		}
		else if (number instanceof BigDecimal value) {
			generator.writeNumber(value);
		}
		else if (number instanceof Long || number instanceof Integer || number instanceof Short
				|| number instanceof Byte) {
			generator.writeNumber(number.longValue());
		}
		else {
			throw hasNo(number);
		}
	}

	private static InvalidRequestException hasNo(Object value) {
		return new InvalidRequestException(
				"JSON has no value for %s of %s".formatted(Members.show(value), value.getClass()));
	}

}
