package io.github.zarrspring.dtype;

import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * A v2 {@code dtype} in the notation of NumPy, such as {@code |u1}: byte order, kind, and
 * what belongs to the kind (Zarr v2 specification, "Data type encoding").
 *
 * @param order the byte order, {@code null} for {@code |}
 * @param kind the letter of the kind
 * @param rest the size in bytes, for dates with a unit behind it
 */
record V2TypeString(@Nullable ByteOrder order, char kind, String rest) {

	/**
	 * Take a type string apart.
	 * @return the parts, {@code null} if it is not of this form
	 */
	static @Nullable V2TypeString parse(Object json) {
		if (json instanceof String text && text.length() >= 2) {
			return switch (text.charAt(0)) {
				case '<' -> new V2TypeString(ByteOrder.LITTLE_ENDIAN, text.charAt(1), text.substring(2));
				case '>' -> new V2TypeString(ByteOrder.BIG_ENDIAN, text.charAt(1), text.substring(2));
				case '|' -> new V2TypeString(null, text.charAt(1), text.substring(2));
				default -> null;
			};
		}
		return null;
	}

	/**
	 * The form that metadata has.
	 */
	static String format(ByteOrder order, char kind, int bytes) {
		char prefix = (bytes == 1) ? '|' : (order == ByteOrder.BIG_ENDIAN) ? '>' : '<';
		return String.valueOf(prefix) + kind + bytes;
	}

	boolean is(char kind, int bytes) {
		return this.kind == kind && this.rest.equals(String.valueOf(bytes));
	}

	/**
	 * The data type with this byte order.
	 * @throws CorruptDataException if it needs one and there is none
	 */
	V2DataType of(DataType dataType) {
		if (dataType.elementType().slotBytes() == 1) {
			return new V2DataType(dataType, null);
		}
		if (this.order == null) {
			throw new CorruptDataException("The dtype '|%s%s' has no byte order".formatted(this.kind, this.rest));
		}
		return new V2DataType(dataType, this.order);
	}

}
