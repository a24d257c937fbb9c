package io.github.zarrspring.sample.values;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Floating-point numbers as JSON numbers with as many digits as it takes to read back the
 * same value; what JSON has no number for as {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}.
 */
final class FloatFormat implements ElementFormat {

	private final boolean single;

	private FloatFormat(boolean single) {
		this.single = single;
	}

	static FloatFormat single() {
		return new FloatFormat(true);
	}

	static FloatFormat twice() {
		return new FloatFormat(false);
	}

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		if (this.single) {
			write(json, ((float[]) array)[index]);
		}
		else {
			write(json, ((double[]) array)[index]);
		}
	}

	static void write(JsonGenerator json, float value) {
		if (Float.isFinite(value)) {
			json.writeNumber(value);
		}
		else {
			json.writeString(Float.toString(value));
		}
	}

	static void write(JsonGenerator json, double value) {
		if (Double.isFinite(value)) {
			json.writeNumber(value);
		}
		else {
			json.writeString(Double.toString(value));
		}
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		// Not by way of double where the array is single: that would round twice.
		if (this.single) {
			((float[]) array)[index] = number(json) ? finite(json, Float.parseFloat(json.getString()))
					: (float) special(json);
		}
		else {
			((double[]) array)[index] = number(json) ? finite(json, Double.parseDouble(json.getString()))
					: special(json);
		}
	}

	static boolean number(JsonParser json) {
		JsonToken token = json.currentToken();
		return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
	}

	private static float finite(JsonParser json, float value) {
		finite(json, (double) value);
		return value;
	}

	private static double finite(JsonParser json, double value) {
		if (Double.isInfinite(value)) {
			throw new InvalidRequestException("%s is out of range".formatted(JsonText.of(json)));
		}
		return value;
	}

	static double special(JsonParser json) {
		@Nullable String text = (json.currentToken() == JsonToken.VALUE_STRING) ? json.getString() : null;
		if (text != null) {
			switch (text) {
				case "NaN":
					return Double.NaN;
				case "Infinity":
					return Double.POSITIVE_INFINITY;
				case "-Infinity":
					return Double.NEGATIVE_INFINITY;
				default:
			}
		}
		throw new InvalidRequestException(
				"%s is neither a number nor \"NaN\", \"Infinity\" or \"-Infinity\"".formatted(JsonText.of(json)));
	}

}
