package io.github.zarrspring.dtype;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * Fill values that are bytes: in Base64 (Zarr v2 specification, "Fill value encoding",
 * and the extensions of v3) or as a list of integers (v3 specification, for {@code r*}).
 */
final class BinaryFill {

	private BinaryFill() {
	}

	static byte[] parse(@Nullable Object json, String type) {
		try {
			if (json instanceof String text) {
				return Base64.getDecoder().decode(text);
			}
			if (json instanceof List<?> list) {
				return parse(list);
			}
		}
		catch (IllegalArgumentException ex) {
			throw wrong(json, type, ex);
		}
		throw wrong(json, type, null);
	}

	private static byte[] parse(List<?> list) {
		byte[] bytes = new byte[list.size()];
		for (int i = 0; i < bytes.length; i++) {
			if (!(list.get(i) instanceof Integer number) || number < 0 || number > 255) {
				throw new IllegalArgumentException("Not a byte: " + list.get(i));
			}
			bytes[i] = number.byteValue();
		}
		return bytes;
	}

	/**
	 * Bytes of a certain number.
	 * @param padded whether there may be fewer, the others being zero
	 */
	static byte[] parse(@Nullable Object json, String type, int length, boolean padded) {
		byte[] bytes = parse(json, type);
		if (bytes.length > length || (bytes.length < length && !padded)) {
			throw new CorruptDataException(
					"The fill value of type %s has %d bytes, expected %d".formatted(type, bytes.length, length));
		}
		return Arrays.copyOf(bytes, length);
	}

	static String format(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	static boolean isZero(Object json) {
		return json instanceof Number number && number.doubleValue() == 0;
	}

	private static CorruptDataException wrong(@Nullable Object json, String type, @Nullable Exception cause) {
		String reason = "The fill value %s of type %s is neither Base64 nor a list of bytes"
			.formatted((json instanceof String) ? "\"" + json + '"' : json, type);
		return (cause != null) ? new CorruptDataException(reason, cause) : new CorruptDataException(reason);
	}

}
