package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.dtype.NumberType;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code delta}: the first number, then the differences between neighbours
 * (numcodecs, "Delta").
 */
final class DeltaFilter extends NumberFilter {

	DeltaFilter(NumberType dtype, NumberType astype) {
		super("delta", dtype, astype);
	}

	@Override
	Object encode(Object numbers) {
		Object differences = numbers;
		if (numbers instanceof byte[] values) {
			for (int i = values.length - 1; i > 0; i--) {
				values[i] -= values[i - 1];
			}
		}
		else if (numbers instanceof short[] values && decodedType().isInteger()) {
			for (int i = values.length - 1; i > 0; i--) {
				values[i] -= values[i - 1];
			}
		}
		else if (numbers instanceof int[] values) {
			for (int i = values.length - 1; i > 0; i--) {
				values[i] -= values[i - 1];
			}
		}
		else if (numbers instanceof long[] values) {
			for (int i = values.length - 1; i > 0; i--) {
				values[i] -= values[i - 1];
			}
		}
		else if (numbers instanceof float[] values) {
			for (int i = values.length - 1; i > 0; i--) {
				values[i] -= values[i - 1];
			}
		}
		else {
			double[] values = decodedType().doubles(numbers);
			for (int i = values.length - 1; i > 0; i--) {
				values[i] -= values[i - 1];
			}
			differences = decodedType().ofDoubles(values);
		}
		return encodedType().convert(differences, decodedType());
	}

	@Override
	Object decode(Object numbers) {
		Object differences = decodedType().convert(numbers, encodedType());
		if (differences instanceof byte[] values) {
			for (int i = 1; i < values.length; i++) {
				values[i] += values[i - 1];
			}
		}
		else if (differences instanceof short[] values && decodedType().isInteger()) {
			for (int i = 1; i < values.length; i++) {
				values[i] += values[i - 1];
			}
		}
		else if (differences instanceof int[] values) {
			for (int i = 1; i < values.length; i++) {
				values[i] += values[i - 1];
			}
		}
		else if (differences instanceof long[] values) {
			for (int i = 1; i < values.length; i++) {
				values[i] += values[i - 1];
			}
		}
		else if (differences instanceof float[] values) {
			for (int i = 1; i < values.length; i++) {
				values[i] += values[i - 1];
			}
		}
		else if (differences instanceof double[] values) {
			for (int i = 1; i < values.length; i++) {
				values[i] += values[i - 1];
			}
		}
		else {
			halves((short[]) differences);
		}
		return differences;
	}

	/**
	 * Each sum is rounded before the next one.
	 */
	private void halves(short[] numbers) {
		double sum = 0;
		double[] next = decodedType().doubles(numbers);
		double[] one = new double[1];
		for (int i = 0; i < numbers.length; i++) {
			one[0] = sum + next[i];
			numbers[i] = ((short[]) decodedType().ofDoubles(one))[0];
			sum = decodedType().doubles(new short[] { numbers[i] })[0];
		}
	}

	@Override
	NumberFilter withOrder(ByteOrder order) {
		return new DeltaFilter(decodedType().withOrder(order), encodedType().withOrder(order));
	}

	@Override
	Map<String, @Nullable Object> configuration() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("dtype", decodedType().toV2());
		json.put("astype", encodedType().toV2());
		return json;
	}

}
