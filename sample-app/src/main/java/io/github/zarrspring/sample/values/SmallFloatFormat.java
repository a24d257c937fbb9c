package io.github.zarrspring.sample.values;

import java.math.BigDecimal;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Floating-point numbers of 16 bits as the single-precision numbers that they are.
 *
 * @param type the data type
 */
record SmallFloatFormat(DataType type) implements ElementFormat {

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		FloatFormat.write(json, this.type.toFloats(new short[] { ((short[]) array)[index] })[0]);
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		Object value = FloatFormat.number(json) ? new BigDecimal(json.getString())
				: Double.toString(FloatFormat.special(json));
		short[] bits = (short[]) this.type.parseFillValue(value);
		if (FloatFormat.number(json) && Float.isInfinite(this.type.toFloats(bits)[0])) {
			throw new InvalidRequestException("%s is out of range".formatted(JsonText.of(json)));
		}
		((short[]) array)[index] = bits[0];
	}

}
