package io.github.zarrspring.dtype;

import io.github.zarrspring.exception.CorruptDataException;

/**
 * A binary floating-point format of 16 bits (IEEE 754, section 3.4): how its bits become
 * a number and back.
 *
 * @param exponentBits the width of the exponent
 * @param mantissaBits the width of the mantissa without the leading bit
 */
record BinaryFloat(int exponentBits, int mantissaBits) {

	/**
	 * IEEE 754 half precision.
	 */
	static final BinaryFloat HALF = new BinaryFloat(5, 10);

	/**
	 * The upper half of single precision.
	 */
	static final BinaryFloat BRAIN = new BinaryFloat(8, 7);

	private static final int DOUBLE_MANTISSA_BITS = 52;

	private static final long DOUBLE_MANTISSA = (1L << DOUBLE_MANTISSA_BITS) - 1;

	private static final int FLOAT_MANTISSA_BITS = 23;

	private int infinity() {
		return ((1 << this.exponentBits) - 1) << this.mantissaBits;
	}

	private int minExponent() {
		return 2 - (1 << (this.exponentBits - 1));
	}

	/**
	 * The nearest number of the format, the even one of two that are equally near.
	 * @param value any number
	 * @return its bits
	 */
	short bits(double value) {
		int sign = (Double.doubleToRawLongBits(value) < 0) ? 0x8000 : 0;
		if (Double.isNaN(value)) {
			return nan(sign, Double.doubleToRawLongBits(value) & DOUBLE_MANTISSA);
		}
		if (Double.isInfinite(value)) {
			return (short) (sign | infinity());
		}
		int exponent = Math.max(Math.getExponent(value), minExponent());
		// Dividing by a power of two is exact, so this rounds once. A mantissa that is
		// rounded up to the next power of two carries into the exponent by itself.
		double mantissa = Math.rint(Math.scalb(Math.abs(value), this.mantissaBits - exponent));
		long bits = ((long) (exponent - minExponent()) << this.mantissaBits) + (long) mantissa;
		return (short) (sign | (int) Math.min(bits, infinity()));
	}

	/**
	 * A NaN, of whose payload the upper bits are kept.
	 */
	private short nan(int sign, long mantissa) {
		int upper = (int) (mantissa >>> (DOUBLE_MANTISSA_BITS - this.mantissaBits));
		return (short) (sign | infinity() | ((upper != 0) ? upper : 1 << (this.mantissaBits - 1)));
	}

	/**
	 * The bits of a fill value, whose payload must not be cut off.
	 * @param number any number
	 * @param type the data type, for the message
	 * @return its bits
	 */
	short fillBits(Number number, String type) {
		double value = number.doubleValue();
		if (!Double.isNaN(value)) {
			return bits(value);
		}
		// Widening a float to a double would make a signalling NaN a quiet one.
		long bits = (number instanceof Float single) ? (long) Float.floatToRawIntBits(single) << Integer.SIZE
				: Double.doubleToRawLongBits(value);
		long mantissa = (number instanceof Float single)
				? (long) Float.floatToRawIntBits(single) << (DOUBLE_MANTISSA_BITS - FLOAT_MANTISSA_BITS) : bits;
		mantissa &= DOUBLE_MANTISSA;
		short nan = nan((bits < 0) ? 0x8000 : 0, mantissa);
		if ((mantissa & (1L << (DOUBLE_MANTISSA_BITS - this.mantissaBits)) - 1) != 0) {
			throw payload(number, type);
		}
		return nan;
	}

	static CorruptDataException payload(Number number, String type) {
		String digits = (number instanceof Float single) ? Integer.toHexString(Float.floatToRawIntBits(single))
				: Long.toHexString(Double.doubleToRawLongBits(number.doubleValue()));
		return new CorruptDataException("The NaN 0x%s does not fit the type %s".formatted(digits, type));
	}

	/**
	 * The number that bits stand for.
	 * @param bits the bits
	 * @return the number, which single precision holds exactly
	 */
	float value(short bits) {
		int exponent = (bits & 0x7fff) >> this.mantissaBits;
		int mantissa = bits & ((1 << this.mantissaBits) - 1);
		float magnitude;
		if (exponent == (1 << this.exponentBits) - 1) {
			// The payload of a NaN stays at the top of the wider mantissa.
			magnitude = Float.intBitsToFloat(0x7f800000 | mantissa << (23 - this.mantissaBits));
		}
		else if (exponent == 0) {
			magnitude = Math.scalb((float) mantissa, minExponent() - this.mantissaBits);
		}
		else {
			magnitude = Math.scalb((float) (mantissa | 1 << this.mantissaBits),
					exponent - 1 + minExponent() - this.mantissaBits);
		}
		return (bits < 0) ? -magnitude : magnitude;
	}

}
