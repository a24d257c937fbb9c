package io.github.zarrspring.sample.values;

import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Complex numbers as lists of the real and the imaginary part.
 *
 * @param part how a part is written
 */
record ComplexFormat(FloatFormat part) implements ElementFormat {

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		json.writeStartArray();
		this.part.write(json, array, 2 * index);
		this.part.write(json, array, 2 * index + 1);
		json.writeEndArray();
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		expect(json, json.currentToken() == JsonToken.START_ARRAY);
		for (int i = 0; i < 2; i++) {
			expect(json, json.nextToken() != JsonToken.END_ARRAY);
			this.part.read(json, array, 2 * index + i);
		}
		expect(json, json.nextToken() == JsonToken.END_ARRAY);
	}

	private static void expect(JsonParser json, boolean expected) {
		if (!expected) {
			throw new InvalidRequestException(
					"%s is not a list of a real and an imaginary part".formatted(JsonText.of(json)));
		}
	}

}
