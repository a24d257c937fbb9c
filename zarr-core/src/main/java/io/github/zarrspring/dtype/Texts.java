package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * Text in elements of fixed size, which end with zeros where they are shorter.
 */
final class Texts {

	private Texts() {
	}

	static byte[] trim(byte[] bytes, int start, int length) {
		int end = start + length;
		while (end > start && bytes[end - 1] == 0) {
			end--;
		}
		return Arrays.copyOfRange(bytes, start, end);
	}

	/**
	 * The text of an element.
	 * @throws InvalidRequestException if it is none
	 */
	static String utf8(byte[] bytes, int start, int length) {
		byte[] trimmed = trim(bytes, start, length);
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(trimmed)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidRequestException("The %d bytes are not text in UTF-8".formatted(trimmed.length), ex);
		}
	}

	static String utf32(int[] points, int start, int length) {
		int end = start + length;
		while (end > start && points[end - 1] == 0) {
			end--;
		}
		for (int i = start; i < end; i++) {
			if (!Character.isValidCodePoint(points[i])) {
				throw new InvalidRequestException("0x%x is not a character".formatted(points[i]));
			}
		}
		return new String(points, start, end - start);
	}

	static void utf32(String text, int[] target, int start, int length) {
		int[] points = UnicodeText.check(text).codePoints().toArray();
		if (points.length > length) {
			throw new InvalidRequestException(
					"The text has %d characters, more than the %d of the data type".formatted(points.length, length));
		}
		Arrays.fill(target, start, start + length, 0);
		System.arraycopy(points, 0, target, start, points.length);
	}

	static void bytes(byte[] value, byte[] target, int start, int length) {
		if (value.length > length) {
			throw new InvalidRequestException(
					"The value has %d bytes, more than the %d of the data type".formatted(value.length, length));
		}
		Arrays.fill(target, start, start + length, (byte) 0);
		System.arraycopy(value, 0, target, start, value.length);
	}

}
