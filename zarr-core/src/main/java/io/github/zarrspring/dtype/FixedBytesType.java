package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Elements of a fixed number of bytes, side by side in a {@code byte[]}: text that ends
 * at the first of its closing zeros, {@code null_terminated_bytes} and in v2 {@code S},
 * or raw bytes, {@code r*} and in v2 {@code V} (Zarr v3 specification, "Core data types";
 * Zarr extensions).
 *
 * @param length the number of bytes
 * @param text whether zeros at the end are no part of the value
 */
record FixedBytesType(int length, boolean text) implements DataType {

	private static final String TEXT_NAME = "null_terminated_bytes";

	FixedBytesType {
		ItemSizes.check(length);
	}

	@Override
	public String name() {
		return this.text ? TEXT_NAME : "r" + (long) this.length * Byte.SIZE;
	}

	@Override
	public Extension toExtension() {
		return this.text ? Extension.of(TEXT_NAME, Map.of("length_bytes", this.length)) : Extension.of(name());
	}

	@Override
	public Object toV2(ByteOrder order) {
		return (this.text ? "|S" : "|V") + this.length;
	}

	@Override
	public ElementType elementType() {
		return ElementType.BYTES;
	}

	@Override
	public int slots() {
		return this.length;
	}

	@Override
	public String[] toStrings(Object array) {
		if (!this.text) {
			return DataType.super.toStrings(array);
		}
		byte[] bytes = (byte[]) array;
		String[] strings = new String[bytes.length / this.length];
		for (int i = 0; i < strings.length; i++) {
			strings[i] = Texts.utf8(bytes, i * this.length, this.length);
		}
		return strings;
	}

	@Override
	public byte[][] toByteStrings(Object array) {
		byte[] bytes = (byte[]) array;
		byte[][] strings = new byte[bytes.length / this.length][];
		for (int i = 0; i < strings.length; i++) {
			int start = i * this.length;
			strings[i] = this.text ? Texts.trim(bytes, start, this.length)
					: Arrays.copyOfRange(bytes, start, start + this.length);
		}
		return strings;
	}

	@Override
	public Object fromObjects(Object[] values) {
		byte[] bytes = new byte[Math.multiplyExact(values.length, this.length)];
		for (int i = 0; i < values.length; i++) {
			byte[] value = (values[i] instanceof String string) ? UnicodeText.utf8(string) : (byte[]) values[i];
			if (!this.text && value.length != this.length) {
				throw new InvalidRequestException(
						"The value has %d bytes, the data type has %d".formatted(value.length, this.length));
			}
			Texts.bytes(value, bytes, i * this.length, this.length);
		}
		return bytes;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		return BinaryFill.parse(json, name(), this.length, this.text);
	}

	@Override
	public Object parseV2FillValue(Object json) {
		// Zero and the empty string are what NumPy has where nothing was said.
		return (BinaryFill.isZero(json) || "".equals(json)) ? defaultFillValue() : parseFillValue(json);
	}

	@Override
	public Object formatFillValue(Object element) {
		byte[] bytes = (byte[]) element;
		if (this.text) {
			return BinaryFill.format(Texts.trim(bytes, 0, this.length));
		}
		Integer[] numbers = new Integer[this.length];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = Byte.toUnsignedInt(bytes[i]);
		}
		return List.of(numbers);
	}

	@Override
	public Object formatV2FillValue(Object element) {
		byte[] bytes = (byte[]) element;
		return BinaryFill.format(this.text ? Texts.trim(bytes, 0, this.length) : bytes);
	}

	@Override
	public String toString() {
		return this.text ? name() + this.length : name();
	}

	/**
	 * Recognises both.
	 */
	static final class Factory implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			switch (extension.name()) {
				case TEXT_NAME:
					return new FixedBytesType(ItemSizes.lengthBytes(extension), true);
				case "raw_bytes":
					return new FixedBytesType(ItemSizes.lengthBytes(extension), false);
				default:
			}
			if (!extension.name().matches("r[1-9]\\d{0,9}")) {
				return null;
			}
			extension.configuration().allowOnly();
			long bits = Long.parseLong(extension.name().substring(1));
			if (bits % Byte.SIZE != 0) {
				return null;
			}
			return new FixedBytesType(ItemSizes.check(bits / Byte.SIZE), false);
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			V2TypeString name = V2TypeString.parse(json);
			if (name == null || (name.kind() != 'S' && name.kind() != 'a' && name.kind() != 'V')) {
				return null;
			}
			Integer length = ItemSizes.parse(name.rest());
			if (length == null) {
				return null;
			}
			if (length == 0) {
				throw new CorruptDataException("The dtype '%s' has no bytes".formatted(json));
			}
			return new V2DataType(new FixedBytesType(length, name.kind() != 'V'), null);
		}

	}

}
