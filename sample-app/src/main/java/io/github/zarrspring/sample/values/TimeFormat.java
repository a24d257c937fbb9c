package io.github.zarrspring.sample.values;

import io.github.zarrspring.dtype.TimeType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Times and durations as text of ISO 8601, {@code "NaT"} where there is none; as numbers
 * in {@code raw}.
 *
 * @param type the data type
 */
record TimeFormat(TimeType type) implements ElementFormat {

	private static final IntegerFormat NUMBERS = IntegerFormat.signed(Long.SIZE);

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		json.writeString(this.type.format(((long[]) array)[index]));
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		if (json.currentToken() == JsonToken.VALUE_STRING) {
			((long[]) array)[index] = this.type.parse(json.getString());
		}
		else {
			NUMBERS.read(json, array, index);
		}
	}

	@Override
	public ElementFormat raw() {
		return NUMBERS;
	}

}
