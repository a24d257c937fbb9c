package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code fixedscaleoffset}: each number less an offset, times a scale, rounded
 * (numcodecs, "FixedScaleOffset"). Like there, single precision stays single.
 */
final class FixedScaleOffsetFilter extends NumberFilter {

	private final Number scale;

	private final Number offset;

	FixedScaleOffsetFilter(Number scale, Number offset, NumberType dtype, NumberType astype) {
		super("fixedscaleoffset", dtype, astype);
		this.scale = scale;
		this.offset = offset;
	}

	@Override
	Object encode(Object numbers) {
		if (decodedType().isInteger() && isWhole(this.scale) && isWhole(this.offset)) {
			long[] values = decodedType().longs(numbers);
			long scale = this.scale.longValue();
			long offset = this.offset.longValue();
			for (int i = 0; i < values.length; i++) {
				values[i] = (values[i] - offset) * scale;
			}
			return encodedType().ofLongs(values, false);
		}
		if (numbers instanceof float[] values) {
			float scale = this.scale.floatValue();
			float offset = this.offset.floatValue();
			for (int i = 0; i < values.length; i++) {
				values[i] = (float) Math.rint((values[i] - offset) * scale);
			}
			return encodedType().convert(values, decodedType());
		}
		double[] values = decodedType().doubles(numbers);
		double scale = this.scale.doubleValue();
		double offset = this.offset.doubleValue();
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.rint((values[i] - offset) * scale);
		}
		return encodedType().ofDoubles(values);
	}

	private static boolean isWhole(Number number) {
		return number instanceof Integer || number instanceof Long;
	}

	@Override
	Object decode(Object numbers) {
		if (numbers instanceof float[] values) {
			float scale = this.scale.floatValue();
			float offset = this.offset.floatValue();
			for (int i = 0; i < values.length; i++) {
				values[i] = values[i] / scale + offset;
			}
			return decodedType().convert(values, encodedType());
		}
		double[] values = encodedType().doubles(numbers);
		double scale = this.scale.doubleValue();
		double offset = this.offset.doubleValue();
		if (!encodedType().isInteger() && encodedType().size() == Short.BYTES) {
			return decodedType().ofDoubles(decodeHalves(values, scale, offset));
		}
		for (int i = 0; i < values.length; i++) {
			values[i] = values[i] / scale + offset;
		}
		return decodedType().ofDoubles(values);
	}

	/**
	 * Half precision is what NumPy computes with too, so each step is rounded to it.
	 */
	private double[] decodeHalves(double[] values, double scale, double offset) {
		double halfScale = toHalves(new double[] { scale })[0];
		double halfOffset = toHalves(new double[] { offset })[0];
		for (int i = 0; i < values.length; i++) {
			values[i] /= halfScale;
		}
		double[] scaled = toHalves(values);
		for (int i = 0; i < scaled.length; i++) {
			scaled[i] += halfOffset;
		}
		return toHalves(scaled);
	}

	private double[] toHalves(double[] values) {
		return encodedType().doubles(encodedType().ofDoubles(values));
	}

	@Override
	NumberFilter withOrder(ByteOrder order) {
		return new FixedScaleOffsetFilter(this.scale, this.offset, decodedType().withOrder(order),
				encodedType().withOrder(order));
	}

	@Override
	Map<String, @Nullable Object> configuration() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("scale", this.scale);
		json.put("offset", this.offset);
		json.put("dtype", decodedType().toV2());
		json.put("astype", encodedType().toV2());
		return json;
	}

}
