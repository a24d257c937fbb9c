package io.github.zarrspring.sample.values;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.github.zarrspring.dtype.StructField;
import io.github.zarrspring.dtype.StructType;
import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Structures as objects, a member for each field; fields that are arrays as nested lists.
 *
 * @param type the data type
 */
record StructFormat(StructType type) implements ElementFormat {

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		int length = this.type.itemSize();
		byte[] element = Arrays.copyOfRange((byte[]) array, index * length, (index + 1) * length);
		json.writeStartObject();
		for (StructField field : this.type.fields()) {
			if (!field.isPadding()) {
				Object values = values(field);
				field.get(element, length, values);
				json.writeName(field.name());
				write(json, field, values, 0, 0);
			}
		}
		json.writeEndObject();
	}

	private static Object values(StructField field) {
		return field.type().elementType().allocate(field.count() * field.type().slots());
	}

	private static int write(JsonGenerator json, StructField field, Object values, int dimension, int first) {
		if (dimension == field.shape().size()) {
			ElementFormats.of(field.type()).write(json, values, first);
			return first + 1;
		}
		int next = first;
		json.writeStartArray();
		for (int i = 0; i < field.shape().get(dimension); i++) {
			next = write(json, field, values, dimension + 1, next);
		}
		json.writeEndArray();
		return next;
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		if (json.currentToken() != JsonToken.START_OBJECT) {
			throw new InvalidRequestException("%s is not an object of fields".formatted(JsonText.of(json)));
		}
		int length = this.type.itemSize();
		byte[] element = new byte[length];
		Set<String> missing = new HashSet<>();
		this.type.fields().stream().filter((field) -> !field.isPadding()).forEach((field) -> missing.add(field.name()));
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			StructField field = this.type.field(json.currentName());
			if (!missing.remove(field.name())) {
				throw new InvalidRequestException("The field '%s' is there twice".formatted(field.name()));
			}
			json.nextToken();
			Object values = values(field);
			read(json, field, values, 0, 0);
			field.set(values, element, length);
		}
		if (!missing.isEmpty()) {
			throw new InvalidRequestException("The fields %s are missing".formatted(missing));
		}
		System.arraycopy(element, 0, array, index * length, length);
	}

	private static int read(JsonParser json, StructField field, Object values, int dimension, int first) {
		if (dimension == field.shape().size()) {
			ElementFormats.of(field.type()).read(json, values, first);
			return first + 1;
		}
		int next = first;
		expect(json, field, json.currentToken() == JsonToken.START_ARRAY);
		for (int i = 0; i < field.shape().get(dimension); i++) {
			expect(json, field, json.nextToken() != JsonToken.END_ARRAY);
			next = read(json, field, values, dimension + 1, next);
		}
		expect(json, field, json.nextToken() == JsonToken.END_ARRAY);
		return next;
	}

	private static void expect(JsonParser json, StructField field, boolean expected) {
		if (!expected) {
			throw new InvalidRequestException("%s is not within lists of the shape %s of the field '%s'"
				.formatted(JsonText.of(json), field.shape(), field.name()));
		}
	}

}
