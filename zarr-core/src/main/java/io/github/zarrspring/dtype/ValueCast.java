package io.github.zarrspring.dtype;

import java.math.BigDecimal;
import java.nio.ByteOrder;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;

/**
 * Turns numbers into the same numbers of another data type, integers and floats of 8 to
 * 64 bits (Zarr extensions, "cast_value"). What the other type has exactly stays what it
 * is; the rest is rounded once, whatever the types.
 */
public final class ValueCast {

	private static final double TWO_63 = 0x1p63;

	private final DataType from;

	private final DataType to;

	private final Rounding rounding;

	private final @Nullable OutOfRange outOfRange;

	/**
	 * A cast.
	 * @param from the data type of the numbers
	 * @param to the data type that they get
	 * @param rounding how numbers are rounded that the other type does not have
	 * @param outOfRange what becomes of numbers beyond the range of the other type,
	 * {@code null} to refuse them
	 * @throws UnsupportedExtensionException if a type is not one of integers or floats
	 */
	public ValueCast(DataType from, DataType to, Rounding rounding, @Nullable OutOfRange outOfRange) {
		for (DataType type : new DataType[] { from, to }) {
			if (!type.name().matches("u?int(8|16|32|64)|float(16|32|64)|bfloat16")) {
				throw new UnsupportedExtensionException(
						"There is no cast of the data type '%s'".formatted(type.name()));
			}
		}
		if (outOfRange == OutOfRange.WRAP && !isInteger(to)) {
			throw new UnsupportedExtensionException("Only integers wrap, '%s' does not".formatted(to.name()));
		}
		this.from = from;
		this.to = to;
		this.rounding = rounding;
		this.outOfRange = outOfRange;
	}

	/**
	 * Whether a data type is one of integers.
	 * @param type a data type that can be cast
	 * @return whether it is
	 */
	public static boolean isInteger(DataType type) {
		return type.name().contains("int");
	}

	private static boolean isUnsigned(DataType type) {
		return type.name().startsWith("u");
	}

	/**
	 * The integers of a Java array.
	 * @param type a data type of integers
	 * @param array its Java array
	 * @return the integers, unsigned ones of 64 bits by their bits
	 */
	public static long[] longs(DataType type, Object array) {
		long[] longs = number(type).longs(array);
		return (longs == array) ? longs.clone() : longs;
	}

	/**
	 * The floats of a Java array.
	 * @param type a data type of floats
	 * @param array its Java array
	 * @return the numbers
	 */
	public static double[] doubles(DataType type, Object array) {
		if (array instanceof double[] doubles) {
			return doubles.clone();
		}
		float[] floats = type.toFloats(array);
		double[] doubles = new double[floats.length];
		for (int i = 0; i < doubles.length; i++) {
			doubles[i] = floats[i];
		}
		return doubles;
	}

	private static NumberType number(DataType type) {
		NumberType number = NumberType.of(type, ByteOrder.LITTLE_ENDIAN);
		if (number == null) {
			throw new IllegalStateException(type.name());
		}
		return number;
	}

	/**
	 * The Java array of integers.
	 * @param type a data type of integers
	 * @param values the integers, which are in range
	 * @return a Java array of the data type
	 */
	public static Object ofLongs(DataType type, long[] values) {
		return number(type).ofLongs(values, isUnsigned(type));
	}

	/**
	 * The Java array of floats.
	 * @param type a data type of floats
	 * @param values the numbers, which are rounded to the nearest
	 * @return a Java array of the data type
	 */
	public static Object ofFloats(DataType type, double[] values) {
		if (type != DataType.BFLOAT16) {
			return number(type).ofDoubles(values);
		}
		short[] bits = new short[values.length];
		for (int i = 0; i < bits.length; i++) {
			bits[i] = BinaryFloat.BRAIN.bits(values[i]);
		}
		return bits;
	}

	/**
	 * Cast numbers.
	 * @param array the Java array of the numbers
	 * @return a Java array of the other data type
	 * @throws InvalidRequestException if there is a number that the other type has not
	 */
	public Object apply(Object array) {
		if (isInteger(this.from)) {
			long[] values = longs(this.from, array);
			if (isInteger(this.to)) {
				for (int i = 0; i < values.length; i++) {
					values[i] = integer(values[i]);
				}
				return ofLongs(this.to, values);
			}
			double[] floats = new double[values.length];
			for (int i = 0; i < floats.length; i++) {
				floats[i] = toFloat(values[i]);
			}
			return ofFloats(this.to, floats);
		}
		double[] values = doubles(this.from, array);
		if (!isInteger(this.to)) {
			for (int i = 0; i < values.length; i++) {
				values[i] = toFloat(values[i]);
			}
			return ofFloats(this.to, values);
		}
		long[] integers = new long[values.length];
		for (int i = 0; i < integers.length; i++) {
			integers[i] = integer(values[i]);
		}
		return ofLongs(this.to, integers);
	}

	private int bits() {
		return this.to.itemSize() * Byte.SIZE;
	}

	private long max() {
		return isUnsigned(this.to) ? -1L >>> (Long.SIZE - bits()) : Long.MAX_VALUE >> (Long.SIZE - bits());
	}

	private long min() {
		return isUnsigned(this.to) ? 0 : Long.MIN_VALUE >> (Long.SIZE - bits());
	}

	private long integer(long value) {
		boolean huge = isUnsigned(this.from) && value < 0;
		boolean above = huge ? (!isUnsigned(this.to) || bits() < Long.SIZE)
				: value > 0 && Long.compareUnsigned(value, max()) > 0;
		boolean below = !huge && value < min();
		if (!above && !below) {
			return value;
		}
		return switch (outOfRange(huge ? Long.toUnsignedString(value) : Long.toString(value))) {
			case CLAMP -> above ? max() : min();
			case WRAP -> value;
		};
	}

	private long integer(double value) {
		if (Double.isNaN(value)) {
			throw refused("NaN");
		}
		double rounded = this.rounding.round(value);
		double above = Math.scalb(1.0, isUnsigned(this.to) ? bits() : bits() - 1);
		if (rounded < above && rounded >= min()) {
			return (rounded >= TWO_63) ? (long) (rounded - TWO_63) ^ Long.MIN_VALUE : (long) rounded;
		}
		OutOfRange how = outOfRange(String.valueOf(value));
		if (how == OutOfRange.CLAMP) {
			return (rounded > 0) ? max() : min();
		}
		if (Double.isInfinite(rounded)) {
			throw refused(String.valueOf(value));
		}
		return new BigDecimal(rounded).toBigInteger().longValue();
	}

	private double toFloat(long value) {
		BigDecimal exact = new BigDecimal(isUnsigned(this.from) ? Long.toUnsignedString(value) : Long.toString(value));
		double nearest = exact.doubleValue();
		int inexact = exact.compareTo(new BigDecimal(nearest));
		if (inexact == 0) {
			return toFloat(nearest);
		}
		double low = (inexact > 0) ? nearest : Math.nextDown(nearest);
		double high = (inexact > 0) ? Math.nextUp(nearest) : nearest;
		if (this.to != DataType.FLOAT64) {
			// The odd one of both is on the same side of all that fewer bits can tell.
			return toFloat(((Double.doubleToRawLongBits(low) & 1) != 0) ? low : high);
		}
		int tie = exact.subtract(new BigDecimal(low)).compareTo(new BigDecimal(high).subtract(exact));
		return this.rounding.choose(value >= 0 || isUnsigned(this.from), low, high, tie, nearest);
	}

	private double toFloat(double value) {
		double nearest = nearest(value);
		if (Double.isNaN(value) || nearest == value) {
			return nearest;
		}
		double result = nearest;
		if (!Double.isInfinite(nearest)) {
			double low = (nearest < value) ? nearest : next(nearest, false);
			double high = (nearest < value) ? next(nearest, true) : nearest;
			int tie = Double.compare(value - low, high - value);
			result = this.rounding.choose(value > 0, low, high, tie, nearest);
		}
		if (Double.isInfinite(result)) {
			outOfRange(String.valueOf(value));
			return Math.copySign(next(Double.POSITIVE_INFINITY, false), value);
		}
		return result;
	}

	/**
	 * The nearest number of the other type, the even one of two.
	 */
	private double nearest(double value) {
		return switch (this.to.name()) {
			case "float16" -> BinaryFloat.HALF.value(BinaryFloat.HALF.bits(value));
			case "bfloat16" -> BinaryFloat.BRAIN.value(BinaryFloat.BRAIN.bits(value));
			case "float32" -> (float) value;
			default -> value;
		};
	}

	private double next(double value, boolean up) {
		if (this.to == DataType.FLOAT32) {
			return up ? Math.nextUp((float) value) : Math.nextDown((float) value);
		}
		BinaryFloat format = (this.to == DataType.FLOAT16) ? BinaryFloat.HALF : BinaryFloat.BRAIN;
		if (value == 0) {
			return format.value((short) (up ? 1 : 0x8001));
		}
		return format.value((short) (format.bits(value) + ((up == value > 0) ? 1 : -1)));
	}

	private OutOfRange outOfRange(String value) {
		if (this.outOfRange == null) {
			throw refused(value);
		}
		return this.outOfRange;
	}

	private InvalidRequestException refused(String value) {
		return new InvalidRequestException("The data type '%s' has no %s".formatted(this.to.name(), value));
	}

	/**
	 * What becomes of numbers beyond the range of a type.
	 */
	public enum OutOfRange {

		/**
		 * They become the least or the greatest number.
		 */
		CLAMP,

		/**
		 * They become what they are modulo the count of integers of the type.
		 */
		WRAP

	}

	/**
	 * How numbers are rounded that a type does not have.
	 */
	public enum Rounding {

		/**
		 * To the nearest, of two to the even one.
		 */
		NEAREST_EVEN,

		/**
		 * To the nearest, of two to the one that is farther from zero.
		 */
		NEAREST_AWAY,

		/**
		 * To the next that is nearer to zero.
		 */
		TOWARDS_ZERO,

		/**
		 * Up.
		 */
		TOWARDS_POSITIVE,

		/**
		 * Down.
		 */
		TOWARDS_NEGATIVE;

		double round(double value) {
			return switch (this) {
				case NEAREST_EVEN -> Math.rint(value);
				case TOWARDS_ZERO -> (value < 0) ? Math.ceil(value) : Math.floor(value);
				case TOWARDS_POSITIVE -> Math.ceil(value);
				case TOWARDS_NEGATIVE -> Math.floor(value);
				case NEAREST_AWAY -> {
					double whole = TOWARDS_ZERO.round(value);
					yield (Math.abs(value - whole) >= 0.5) ? whole + Math.signum(value) : whole;
				}
			};
		}

		/**
		 * The one of two neighbours to round to.
		 * @param positive whether the number is
		 * @param low the neighbour below it
		 * @param high the neighbour above it
		 * @param tie zero if both are equally near
		 * @param nearest the nearest, the even one of two
		 */
		double choose(boolean positive, double low, double high, int tie, double nearest) {
			return switch (this) {
				case NEAREST_EVEN -> nearest;
				case TOWARDS_ZERO -> positive ? low : high;
				case TOWARDS_POSITIVE -> high;
				case TOWARDS_NEGATIVE -> low;
				case NEAREST_AWAY -> (tie != 0) ? nearest : positive ? high : low;
			};
		}

	}

}
