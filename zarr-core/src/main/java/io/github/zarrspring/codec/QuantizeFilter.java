package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code quantize}: numbers rounded to so many decimal digits, by a power of
 * two so that the others are zero bits (numcodecs, "Quantize").
 */
final class QuantizeFilter extends NumberFilter {

	private final int digits;

	QuantizeFilter(int digits, NumberType dtype, NumberType astype) {
		super("quantize", dtype, astype);
		this.digits = digits;
	}

	private double scale() {
		double exponent = Math.log(Math.pow(10, -this.digits)) / Math.log(10);
		exponent = (exponent < 0) ? Math.floor(exponent) : Math.ceil(exponent);
		return Math.pow(2, Math.ceil(Math.log(Math.pow(10, -exponent)) / Math.log(2)));
	}

	@Override
	Object encode(Object numbers) {
		if (numbers instanceof float[] values) {
			float scale = (float) scale();
			for (int i = 0; i < values.length; i++) {
				values[i] = (float) Math.rint(scale * values[i]) / scale;
			}
			return encodedType().convert(values, decodedType());
		}
		double[] values = decodedType().doubles(numbers);
		double scale = scale();
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.rint(scale * values[i]) / scale;
		}
		return encodedType().ofDoubles(values);
	}

	@Override
	Object decode(Object numbers) {
		return decodedType().convert(numbers, encodedType());
	}

	@Override
	NumberFilter withOrder(ByteOrder order) {
		return new QuantizeFilter(this.digits, decodedType().withOrder(order), encodedType().withOrder(order));
	}

	@Override
	Map<String, @Nullable Object> configuration() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("digits", this.digits);
		json.put("dtype", decodedType().toV2());
		json.put("astype", encodedType().toV2());
		return json;
	}

}
