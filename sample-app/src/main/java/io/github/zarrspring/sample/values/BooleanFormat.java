package io.github.zarrspring.sample.values;

import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Booleans as {@code true} and {@code false}.
 */
final class BooleanFormat implements ElementFormat {

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		json.writeBoolean(((boolean[]) array)[index]);
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		JsonToken token = json.currentToken();
		if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
			throw new InvalidRequestException("%s is neither true nor false".formatted(JsonText.of(json)));
		}
		((boolean[]) array)[index] = token == JsonToken.VALUE_TRUE;
	}

}
