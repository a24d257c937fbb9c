package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.HexFormat;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code float32} and {@code float64}, in v2 {@code f4} and {@code f8}
 * (Zarr v3 specification, "Core data types" and "Fill value"). The payload of a NaN is
 * kept, bit by bit.
 */
final class FloatType implements DataType {

	private final String name;

	private final int bytes;

	private FloatType(String name, int bytes) {
		this.name = name;
		this.bytes = bytes;
	}

	static FloatType single() {
		return new FloatType("float32", Float.BYTES);
	}

	static FloatType twice() {
		return new FloatType("float64", Double.BYTES);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Object toV2(ByteOrder order) {
		return V2TypeString.format(order, 'f', this.bytes);
	}

	@Override
	public ElementType elementType() {
		return isSingle() ? ElementType.FLOATS : ElementType.DOUBLES;
	}

	private boolean isSingle() {
		return this.bytes == Float.BYTES;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (json instanceof Number number) {
			return element(number);
		}
		if (json instanceof String text) {
			return parseText(text);
		}
		throw wrong(json);
	}

	private Object parseText(String text) {
		return switch (text) {
			case "NaN" -> element(Double.NaN);
			case "Infinity" -> element(Double.POSITIVE_INFINITY);
			case "-Infinity" -> element(Double.NEGATIVE_INFINITY);
			default -> parseHex(text);
		};
	}

	private Object element(Number number) {
		double value = number.doubleValue();
		if (isSingle() && number instanceof Double && Double.isNaN(value)
				&& Double.doubleToRawLongBits((float) value) != Double.doubleToRawLongBits(value)) {
			throw BinaryFloat.payload(number, this.name);
		}
		return isSingle() ? new float[] { number.floatValue() } : new double[] { number.doubleValue() };
	}

	/**
	 * The bits of the number as one unsigned integer, most significant digit first
	 * whatever the byte order of the chunks.
	 */
	private Object parseHex(String text) {
		if (!text.startsWith("0x") || text.length() != 2 + 2 * this.bytes) {
			throw wrong(text);
		}
		try {
			long bits = HexFormat.fromHexDigitsToLong(text, 2, text.length());
			return isSingle() ? new float[] { Float.intBitsToFloat((int) bits) }
					: new double[] { Double.longBitsToDouble(bits) };
		}
		catch (NumberFormatException ex) {
			throw wrong(text);
		}
	}

	private CorruptDataException wrong(@Nullable Object json) {
		return new CorruptDataException(
				"The fill value %s of type %s is neither a number nor NaN, Infinity, -Infinity or 0x with %d hex digits"
					.formatted((json instanceof String) ? "\"" + json + '"' : json, this.name, 2 * this.bytes));
	}

	@Override
	public Object formatFillValue(Object element) {
		double value = isSingle() ? ((float[]) element)[0] : ((double[]) element)[0];
		if (Double.isNaN(value) && !isCanonicalNaN(element)) {
			return "0x" + HexFormat.of().toHexDigits(bits(element), 2 * this.bytes);
		}
		// The strings of Java for the other values without digits are those of Zarr.
		return Double.isFinite(value) ? value : String.valueOf(value);
	}

	@Override
	public Object formatV2FillValue(Object element) {
		Object json = formatFillValue(element);
		if (json instanceof String text && text.startsWith("0x")) {
			throw new InvalidRequestException("Zarr v2 has no fill value for the NaN " + text);
		}
		return json;
	}

	private boolean isCanonicalNaN(Object element) {
		return bits(element) == bits(element(Double.NaN));
	}

	private long bits(Object element) {
		return isSingle() ? Integer.toUnsignedLong(Float.floatToRawIntBits(((float[]) element)[0]))
				: Double.doubleToRawLongBits(((double[]) element)[0]);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
