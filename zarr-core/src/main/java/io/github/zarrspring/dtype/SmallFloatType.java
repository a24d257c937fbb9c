package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.HexFormat;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data types {@code float16}, in v2 {@code f2}, and {@code bfloat16}, both in a
 * {@code short[]} bit by bit (Zarr v3 specification, "Core data types"; Zarr extensions,
 * "bfloat16").
 */
final class SmallFloatType implements DataType {

	private static final String BFLOAT16_NAME = "bfloat16";

	private final String name;

	private final BinaryFloat format;

	private SmallFloatType(String name, BinaryFloat format) {
		this.name = name;
		this.format = format;
	}

	static SmallFloatType half() {
		return new SmallFloatType("float16", BinaryFloat.HALF);
	}

	static SmallFloatType brain() {
		return new SmallFloatType(BFLOAT16_NAME, BinaryFloat.BRAIN);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Object toV2(ByteOrder order) {
		// Not NumPy's, but what others write; it says nothing of the byte order.
		return this.name.equals(BFLOAT16_NAME) ? BFLOAT16_NAME : V2TypeString.format(order, 'f', Short.BYTES);
	}

	@Override
	public ElementType elementType() {
		return ElementType.SHORTS;
	}

	@Override
	public float[] toFloats(Object array) {
		short[] bits = (short[]) array;
		float[] values = new float[bits.length];
		for (int i = 0; i < bits.length; i++) {
			values[i] = this.format.value(bits[i]);
		}
		return values;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (json instanceof Number number) {
			return new short[] { this.format.fillBits(number, this.name) };
		}
		return new short[] { parseText(json) };
	}

	private short parseText(@Nullable Object json) {
		if ("NaN".equals(json) || "Infinity".equals(json) || "-Infinity".equals(json)) {
			return this.format.bits(Double.parseDouble((String) json));
		}
		if (json instanceof String text && text.matches("0x[0-9a-fA-F]{4}")) {
			return (short) HexFormat.fromHexDigits(text, 2, text.length());
		}
		throw new CorruptDataException(
				"The fill value %s of type %s is neither a number nor NaN, Infinity, -Infinity or 0x with 4 hex digits"
					.formatted((json instanceof String) ? "\"" + json + '"' : json, this.name));
	}

	@Override
	public Object formatFillValue(Object element) {
		short bits = ((short[]) element)[0];
		float value = this.format.value(bits);
		if (Float.isNaN(value) && bits != this.format.bits(Double.NaN)) {
			return "0x" + HexFormat.of().toHexDigits(bits);
		}
		return Float.isFinite(value) ? (double) value : (Object) String.valueOf(value);
	}

	@Override
	public Object formatV2FillValue(Object element) {
		Object json = formatFillValue(element);
		if (json instanceof String text && text.startsWith("0x")) {
			throw new InvalidRequestException("Zarr v2 has no fill value for the NaN " + text);
		}
		return json;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Recognises {@code bfloat16}, which in v2 has a name of its own.
	 */
	static final class BrainFactory implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			if (!extension.name().equals(BFLOAT16_NAME)) {
				return null;
			}
			extension.configuration().allowOnly();
			return DataType.BFLOAT16;
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			return json.equals(BFLOAT16_NAME) ? new V2DataType(DataType.BFLOAT16, ByteOrder.LITTLE_ENDIAN) : null;
		}

	}

}
