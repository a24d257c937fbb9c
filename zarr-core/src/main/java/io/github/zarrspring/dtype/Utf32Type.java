package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The data type {@code fixed_length_utf32}, in v2 {@code U}: text of at most so many
 * characters, four bytes each, in an {@code int[]} (Zarr extensions).
 *
 * @param length the number of characters
 */
record Utf32Type(int length) implements DataType {

	private static final String NAME = "fixed_length_utf32";

	Utf32Type {
		ItemSizes.check(4L * length);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Extension toExtension() {
		return Extension.of(NAME, Map.of("length_bytes", itemSize()));
	}

	@Override
	public Object toV2(ByteOrder order) {
		return ((order == ByteOrder.BIG_ENDIAN) ? ">U" : "<U") + this.length;
	}

	@Override
	public ElementType elementType() {
		return ElementType.INTS;
	}

	@Override
	public int slots() {
		return this.length;
	}

	@Override
	public String[] toStrings(Object array) {
		int[] points = (int[]) array;
		String[] strings = new String[points.length / this.length];
		for (int i = 0; i < strings.length; i++) {
			strings[i] = Texts.utf32(points, i * this.length, this.length);
		}
		return strings;
	}

	@Override
	public Object fromObjects(Object[] values) {
		if (!(values instanceof String[] strings)) {
			return DataType.super.fromObjects(values);
		}
		int[] points = new int[Math.multiplyExact(strings.length, this.length)];
		for (int i = 0; i < strings.length; i++) {
			Texts.utf32(strings[i], points, i * this.length, this.length);
		}
		return points;
	}

	@Override
	public Object parseFillValue(@Nullable Object json) {
		if (!(json instanceof String text)) {
			throw new CorruptDataException("The fill value %s of type %s is not a string".formatted(json, this));
		}
		int[] element = new int[this.length];
		try {
			Texts.utf32(text, element, 0, this.length);
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("The fill value of type %s: %s".formatted(this, ex.getReason()), ex);
		}
		return element;
	}

	@Override
	public Object parseV2FillValue(Object json) {
		return BinaryFill.isZero(json) ? defaultFillValue() : parseFillValue(json);
	}

	@Override
	public Object formatFillValue(Object element) {
		return Texts.utf32((int[]) element, 0, this.length);
	}

	@Override
	public String toString() {
		return NAME + this.length;
	}

	/**
	 * Recognises the type.
	 */
	static final class Factory implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			if (!extension.name().equals(NAME)) {
				return null;
			}
			int bytes = ItemSizes.lengthBytes(extension);
			if (bytes % Integer.BYTES != 0) {
				throw new CorruptDataException("%d bytes are not characters of four".formatted(bytes));
			}
			return new Utf32Type(bytes / Integer.BYTES);
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			V2TypeString name = V2TypeString.parse(json);
			Integer length = (name != null && name.kind() == 'U') ? ItemSizes.parse(name.rest()) : null;
			if (name == null || length == null) {
				return null;
			}
			return name.of(new Utf32Type(length));
		}

	}

}
