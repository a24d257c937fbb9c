package io.github.zarrspring.dtype;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code int8} to {@code int64} and {@code uint8} to {@code uint64}, in v2
 * {@code i1} to {@code u8} (Zarr v3 specification, "Core data types"). An unsigned
 * integer has the bits of the signed Java integer of its size.
 */
final class IntegerType implements DataType {

	private final boolean signed;

	private final int bytes;

	private final String name;

	private IntegerType(boolean signed, int bytes) {
		this.signed = signed;
		this.bytes = bytes;
		this.name = (signed ? "int" : "uint") + bytes * Byte.SIZE;
	}

	static IntegerType signed(int bytes) {
		return new IntegerType(true, bytes);
	}

	static IntegerType unsigned(int bytes) {
		return new IntegerType(false, bytes);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Object toV2(ByteOrder order) {
		return V2TypeString.format(order, kind(), this.bytes);
	}

	private char kind() {
		return this.signed ? 'i' : 'u';
	}

	@Override
	public ElementType elementType() {
		return switch (this.bytes) {
			case 1 -> ElementType.BYTES;
			case 2 -> ElementType.SHORTS;
			case 4 -> ElementType.INTS;
			default -> ElementType.LONGS;
		};
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (json instanceof Integer || json instanceof Long) {
			return element(BigInteger.valueOf(((Number) json).longValue()));
		}
		if (json instanceof BigInteger number) {
			return element(number);
		}
		throw new CorruptDataException("The fill value %s of type %s is not an integer".formatted(json, this.name));
	}

	@Override
	public Object parseV2FillValue(Object json) {
		// JavaScript and some other writers know floating-point numbers only.
		if (json instanceof Double number && number == Math.rint(number) && !number.isInfinite()) {
			return element(new BigDecimal(number).toBigIntegerExact());
		}
		return parseFillValue(json);
	}

	private Object element(BigInteger number) {
		int bits = this.bytes * Byte.SIZE;
		boolean inRange = this.signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
		if (!inRange) {
			throw new CorruptDataException("The fill value %s is out of the range of %s".formatted(number, this.name));
		}
		return switch (this.bytes) {
			case 1 -> new byte[] { number.byteValue() };
			case 2 -> new short[] { number.shortValue() };
			case 4 -> new int[] { number.intValue() };
			default -> new long[] { number.longValue() };
		};
	}

	@Override
	public Object formatFillValue(Object element) {
		long value = switch (this.bytes) {
			case 1 -> this.signed ? ((byte[]) element)[0] : Byte.toUnsignedLong(((byte[]) element)[0]);
			case 2 -> this.signed ? ((short[]) element)[0] : Short.toUnsignedLong(((short[]) element)[0]);
			case 4 -> this.signed ? ((int[]) element)[0] : Integer.toUnsignedLong(((int[]) element)[0]);
			default -> ((long[]) element)[0];
		};
		if (!this.signed && value < 0) {
			return new BigInteger(Long.toUnsignedString(value));
		}
		return value;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
