package io.github.zarrspring.dtype;

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
			return (short) (infinity() | 1 << (this.mantissaBits - 1));
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
