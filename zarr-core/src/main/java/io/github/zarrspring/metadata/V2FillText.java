package io.github.zarrspring.metadata;

import java.math.BigDecimal;
import java.math.BigInteger;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;

/**
 * Fill values of v2 that are numbers in quotes, as some writers have them.
 */
final class V2FillText {

	/**
	 * More digits and larger exponents no number of a data type has.
	 */
	private static final String NUMBER = "[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?";

	private V2FillText() {
	}

	/**
	 * The number that a text stands for.
	 * @param type the data type
	 * @param json the fill value
	 * @return the number, or the fill value if it is none, or the data type has no
	 * numbers
	 */
	static Object number(DataType type, Object json) {
		if (!(json instanceof String text) || !isNumeric(type) || !text.matches(NUMBER)) {
			return json;
		}
		if (text.matches("[+-]?\\d+")) {
			BigInteger integer = new BigInteger(text);
			return (integer.bitLength() < Integer.SIZE) ? (Object) integer.intValue() : integer;
		}
		return new BigDecimal(text).doubleValue();
	}

	private static boolean isNumeric(DataType type) {
		ElementType elements = type.elementType();
		boolean bytes = elements == ElementType.BYTES && type.name().matches("u?int\\d+");
		boolean other = elements != ElementType.BYTES && elements != ElementType.STRINGS
				&& elements != ElementType.BYTE_STRINGS;
		return bytes || (other && !type.name().equals("fixed_length_utf32"));
	}

}
