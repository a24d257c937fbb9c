package io.github.zarrspring.codec;

import java.math.BigInteger;
import java.util.Set;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ValueCast;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;

/**
 * The codec {@code scale_offset}: each number less an offset, times a scale, in the
 * arithmetic of its data type (Zarr extensions, "scale_offset"). An integer that the type
 * does not have on the way, and a float beyond its range, are refused.
 *
 * @param configuration the configuration, of which the numbers are read once the data
 * type of the array is known
 */
record ScaleOffsetCodec(Configuration configuration) implements ArrayToArrayCodec {

	private static final String NAME = "scale_offset";

	private Arithmetic arithmetic(DataType type) {
		if (!type.name().matches("u?int(8|16|32|64)|float(16|32|64)|bfloat16")) {
			throw new UnsupportedExtensionException(
					"The codec '%s' has no encoding for the data type '%s'".formatted(NAME, type.name()));
		}
		Object offset = type.parseFillValue(value("offset", 0));
		Object scale = type.parseFillValue(value("scale", 1));
		Arithmetic arithmetic = ValueCast.isInteger(type) ? new Integers(type, offset, scale)
				: new Floats(type, offset, scale);
		if (arithmetic.isZero()) {
			throw new CorruptDataException("With the scale 0 nothing can be decoded");
		}
		return arithmetic;
	}

	private Object value(String name, Object usual) {
		Object value = this.configuration.get(name);
		return (value != null) ? value : usual;
	}

	@Override
	public ChunkRepresentation encoded(ChunkRepresentation chunk) {
		Arithmetic arithmetic = arithmetic(chunk.dataType());
		try {
			return new ChunkRepresentation(chunk.dataType(), chunk.shape(), arithmetic.encode(chunk.fillValue()));
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("The fill value: " + ex.getReason(), ex);
		}
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk, ChunkCodec next) {
		Arithmetic arithmetic = arithmetic(chunk.dataType());
		return new ValueChunks(chunk, chunk.dataType(), next, arithmetic::encode, arithmetic::decode);
	}

	@Override
	public Extension toExtension() {
		return new Extension(NAME, this.configuration);
	}

	/**
	 * The arithmetic of a data type.
	 */
	private interface Arithmetic {

		boolean isZero();

		Object encode(Object array);

		Object decode(Object array);

	}

	/**
	 * Integers, all steps of which have to be in range, and divisions without rest.
	 */
	private static final class Integers implements Arithmetic {

		private final DataType type;

		private final BigInteger offset;

		private final BigInteger scale;

		private final BigInteger min;

		private final BigInteger max;

		Integers(DataType type, Object offset, Object scale) {
			int bits = type.itemSize() * Byte.SIZE;
			this.type = type;
			this.offset = number(ValueCast.longs(type, offset)[0]);
			this.scale = number(ValueCast.longs(type, scale)[0]);
			this.min = isUnsigned() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits - 1).negate();
			this.max = BigInteger.ONE.shiftLeft(isUnsigned() ? bits : bits - 1).subtract(BigInteger.ONE);
		}

		private boolean isUnsigned() {
			return this.type.name().startsWith("u");
		}

		private BigInteger number(long value) {
			return isUnsigned() ? new BigInteger(Long.toUnsignedString(value)) : BigInteger.valueOf(value);
		}

		@Override
		public boolean isZero() {
			return this.scale.signum() == 0;
		}

		private BigInteger check(BigInteger value) {
			if (value.compareTo(this.min) < 0 || value.compareTo(this.max) > 0) {
				throw new InvalidRequestException("The data type '%s' has no %s".formatted(this.type.name(), value));
			}
			return value;
		}

		@Override
		public Object encode(Object array) {
			long[] values = ValueCast.longs(this.type, array);
			for (int i = 0; i < values.length; i++) {
				BigInteger moved = check(number(values[i]).subtract(this.offset));
				values[i] = check(moved.multiply(this.scale)).longValue();
			}
			return ofLongs(values);
		}

		@Override
		public Object decode(Object array) {
			long[] values = ValueCast.longs(this.type, array);
			for (int i = 0; i < values.length; i++) {
				BigInteger[] quotient = number(values[i]).divideAndRemainder(this.scale);
				if (quotient[1].signum() != 0) {
					throw new InvalidRequestException(
							"%s is no multiple of the scale %s".formatted(number(values[i]), this.scale));
				}
				values[i] = check(check(quotient[0]).add(this.offset)).longValue();
			}
			return ofLongs(values);
		}

		private Object ofLongs(long[] values) {
			return ValueCast.ofLongs(this.type, values);
		}

	}

	/**
	 * Floats, each step of which is rounded to the data type.
	 */
	private static final class Floats implements Arithmetic {

		private final DataType type;

		private final double offset;

		private final double scale;

		Floats(DataType type, Object offset, Object scale) {
			this.type = type;
			this.offset = ValueCast.doubles(type, offset)[0];
			this.scale = ValueCast.doubles(type, scale)[0];
		}

		@Override
		public boolean isZero() {
			return this.scale == 0;
		}

		@Override
		public Object encode(Object array) {
			double[] values = ValueCast.doubles(this.type, array);
			double[] results = values.clone();
			for (int i = 0; i < results.length; i++) {
				results[i] -= this.offset;
			}
			results = round(results);
			for (int i = 0; i < results.length; i++) {
				results[i] *= this.scale;
			}
			results = round(results);
			for (int i = 0; i < results.length; i++) {
				if (Double.isFinite(values[i]) && !Double.isFinite(results[i])) {
					throw new InvalidRequestException(
							"With the offset %s and the scale %s, %s is beyond the data type '%s'"
								.formatted(this.offset, this.scale, values[i], this.type.name()));
				}
			}
			return ValueCast.ofFloats(this.type, results);
		}

		@Override
		public Object decode(Object array) {
			double[] values = ValueCast.doubles(this.type, array);
			for (int i = 0; i < values.length; i++) {
				values[i] /= this.scale;
			}
			values = round(values);
			for (int i = 0; i < values.length; i++) {
				values[i] += this.offset;
			}
			return ValueCast.ofFloats(this.type, values);
		}

		/**
		 * A double has more than twice the bits of the others, so that rounding its
		 * result once more gives what their own arithmetic gives.
		 */
		private double[] round(double[] values) {
			return ValueCast.doubles(this.type, ValueCast.ofFloats(this.type, values));
		}

	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("offset", "scale");
			return new ScaleOffsetCodec(configuration);
		}

	}

}
