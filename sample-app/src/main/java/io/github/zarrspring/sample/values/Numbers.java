package io.github.zarrspring.sample.values;

import java.util.function.IntToDoubleFunction;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;

/**
 * The elements of any numeric data type as {@code double}.
 */
public final class Numbers {

	private Numbers() {
	}

	/**
	 * A view of values.
	 * @param values the values
	 * @return the element for its number
	 * @throws InvalidRequestException if the values are not real numbers
	 */
	public static IntToDoubleFunction of(NdArray values) {
		return of(values.dataType(), values.array());
	}

	/**
	 * A view of a Java array.
	 * @param type the data type of the elements
	 * @param array the Java array
	 * @return the element for its number
	 * @throws InvalidRequestException if the elements are not real numbers
	 */
	public static IntToDoubleFunction of(DataType type, Object array) {
		return switch (type.name()) {
			case "bool" -> (i) -> (((boolean[]) array)[i]) ? 1 : 0;
			case "int8" -> (i) -> ((byte[]) array)[i];
			case "int16" -> (i) -> ((short[]) array)[i];
			case "int32" -> (i) -> ((int[]) array)[i];
			case "int64" -> (i) -> ((long[]) array)[i];
			case "uint8" -> (i) -> Byte.toUnsignedInt(((byte[]) array)[i]);
			case "uint16" -> (i) -> Short.toUnsignedInt(((short[]) array)[i]);
			case "uint32" -> (i) -> Integer.toUnsignedLong(((int[]) array)[i]);
			case "uint64" -> (i) -> unsigned(((long[]) array)[i]);
			case "float32" -> (i) -> ((float[]) array)[i];
			case "float64" -> (i) -> ((double[]) array)[i];
			default -> throw new InvalidRequestException(
					"Elements of the data type '%s' are not real numbers".formatted(type.name()));
		};
	}

	private static double unsigned(long value) {
		return (value >= 0) ? value : (value >>> 1 | value & 1) * 2.0;
	}

}
