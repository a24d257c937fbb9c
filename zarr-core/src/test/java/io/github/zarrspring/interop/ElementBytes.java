package io.github.zarrspring.interop;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.Rows;

/**
 * Elements as bytes: in C order, numbers little-endian, bit by bit.
 */
final class ElementBytes {

	private ElementBytes() {
	}

	static byte[] of(NdArray values) {
		return of(values, ByteOrder.LITTLE_ENDIAN);
	}

	static byte[] of(NdArray values, ByteOrder order) {
		Object array = values.array();
		if (array instanceof Object[] objects) {
			ByteArrayOutputStream text = new ByteArrayOutputStream();
			for (Object object : objects) {
				byte[] item = (object instanceof String string) ? string.getBytes(StandardCharsets.UTF_8)
						: (byte[]) object;
				text.writeBytes(ByteBuffer.allocate(4).putInt(item.length).array());
				text.writeBytes(item);
			}
			return text.toByteArray();
		}
		if (order == ByteOrder.BIG_ENDIAN) {
			byte[] stored = new byte[values.size() * values.dataType().itemSize()];
			values.dataType().view(ByteBuffer.wrap(stored), order).put(Rows.of(stored.length), array);
			return stored;
		}
		int itemSize = values.dataType().itemSize();
		ByteBuffer bytes = ByteBuffer.allocate(values.size() * itemSize).order(ByteOrder.LITTLE_ENDIAN);
		if (array instanceof boolean[] booleans) {
			for (boolean value : booleans) {
				bytes.put((byte) (value ? 1 : 0));
			}
		}
		else if (array instanceof byte[] numbers) {
			bytes.put(numbers);
		}
		else if (array instanceof short[] numbers) {
			bytes.asShortBuffer().put(numbers);
		}
		else if (array instanceof int[] numbers) {
			bytes.asIntBuffer().put(numbers);
		}
		else if (array instanceof long[] numbers) {
			bytes.asLongBuffer().put(numbers);
		}
		else if (array instanceof float[] numbers) {
			for (float number : numbers) {
				bytes.putInt(Float.floatToRawIntBits(number));
			}
		}
		else if (array instanceof double[] numbers) {
			for (double number : numbers) {
				bytes.putLong(Double.doubleToRawLongBits(number));
			}
		}
		else {
			throw new IllegalArgumentException("No bytes of " + values);
		}
		return bytes.array();
	}

	/**
	 * The sum of the elements as numbers, {@code true} being one.
	 */
	static double sum(NdArray values) {
		boolean unsigned = values.dataType().name().startsWith("u");
		return Arrays.stream(numbers(values.array(), unsigned)).sum();
	}

	private static double[] numbers(Object array, boolean unsigned) {
		double[] numbers = new double[java.lang.reflect.Array.getLength(array)];
		for (int i = 0; i < numbers.length; i++) {
			Object element = java.lang.reflect.Array.get(array, i);
			numbers[i] = (element instanceof Boolean value) ? (value ? 1 : 0) : number((Number) element, unsigned);
		}
		return numbers;
	}

	private static double number(Number element, boolean unsigned) {
		double number = element.doubleValue();
		if (!unsigned || number >= 0) {
			return number;
		}
		int bits = (element instanceof Byte) ? 8
				: (element instanceof Short) ? 16 : (element instanceof Integer) ? 32 : 64;
		return number + Math.scalb(1.0, bits);
	}

}
