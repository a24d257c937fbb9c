package io.github.zarrspring.dtype;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of elements that metadata say: not more than memory is worth spending on a fill
 * value.
 */
final class ItemSizes {

	/**
	 * The most bytes of one element.
	 */
	private static final int MAX = 1 << 24;

	private ItemSizes() {
	}

	static int check(long bytes) {
		if (bytes < 1) {
			throw new CorruptDataException("An element of %d bytes has no value".formatted(bytes));
		}
		return (int) Limits.check("An element size", bytes, MAX, "this library");
	}

	/**
	 * The configuration with {@code length_bytes} only.
	 */
	static int lengthBytes(Extension extension) {
		extension.configuration().allowOnly("length_bytes");
		return check(extension.configuration().integer("length_bytes", 1, Integer.MAX_VALUE, null));
	}

	/**
	 * The number at the end of a v2 type string.
	 * @return the number, {@code null} if it is none
	 */
	static @Nullable Integer parse(String digits) {
		if (!digits.matches("0|[1-9]\\d{0,17}")) {
			return null;
		}
		long number = Long.parseLong(digits);
		return (number == 0) ? 0 : check(number);
	}

}
