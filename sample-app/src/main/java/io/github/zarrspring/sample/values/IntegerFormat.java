package io.github.zarrspring.sample.values;

import java.math.BigDecimal;
import java.math.BigInteger;

import io.github.zarrspring.exception.InvalidRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Integers of 2 to 64 bits as JSON numbers with all their digits; unsigned ones have
 * their unsigned value.
 */
final class IntegerFormat implements ElementFormat {

	/** More digits than any value has: beyond it, a number is not worth converting. */
	private static final int MAX_DIGITS = 20;

	private final boolean signed;

	private final int bits;

	private final BigInteger min;

	private final BigInteger max;

	private IntegerFormat(boolean signed, int bits) {
		this.signed = signed;
		this.bits = bits;
		this.min = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
		this.max = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
	}

	static IntegerFormat signed(int bits) {
		return new IntegerFormat(true, bits);
	}

	static IntegerFormat unsigned(int bits) {
		return new IntegerFormat(false, bits);
	}

	@Override
	public void write(JsonGenerator json, Object array, int index) {
		long value = switch (this.bits) {
			case 2, 4, Byte.SIZE -> ((byte[]) array)[index];
			case Short.SIZE -> ((short[]) array)[index];
			case Integer.SIZE -> ((int[]) array)[index];
			default -> ((long[]) array)[index];
		};
		if (this.signed) {
			json.writeNumber(value);
		}
		else if (this.bits < Long.SIZE) {
			json.writeNumber(value & (-1L >>> (Long.SIZE - this.bits)));
		}
		else if (value >= 0) {
			json.writeNumber(value);
		}
		else {
			json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
		}
	}

	@Override
	public void read(JsonParser json, Object array, int index) {
		BigInteger value = integer(json);
		if (value.compareTo(this.min) < 0 || value.compareTo(this.max) > 0) {
			throw outOfRange(json);
		}
		if (array instanceof byte[] bytes) {
			bytes[index] = value.byteValue();
		}
		else if (array instanceof short[] shorts) {
			shorts[index] = value.shortValue();
		}
		else if (array instanceof int[] ints) {
			ints[index] = value.intValue();
		}
		else {
			((long[]) array)[index] = value.longValue();
		}
	}

	/**
	 * The number if it is whole: 2.0 and 2e1 are, to the many clients that know only one
	 * kind of number.
	 */
	private BigInteger integer(JsonParser json) {
		if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
			return switch (json.getNumberType()) {
				case INT, LONG -> BigInteger.valueOf(json.getLongValue());
				default -> json.getBigIntegerValue();
			};
		}
		if (json.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
			throw new InvalidRequestException("%s is not an integer".formatted(JsonText.of(json)));
		}
		BigDecimal number = json.getDecimalValue().stripTrailingZeros();
		if (number.scale() > 0) {
			throw new InvalidRequestException("%s is not an integer".formatted(JsonText.of(json)));
		}
		if (number.precision() - (long) number.scale() > MAX_DIGITS) {
			throw outOfRange(json);
		}
		return number.toBigIntegerExact();
	}

	private InvalidRequestException outOfRange(JsonParser json) {
		return new InvalidRequestException(
				"%s is not between %s and %s".formatted(JsonText.of(json), this.min, this.max));
	}

}
