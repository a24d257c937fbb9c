package io.github.zarrspring.dtype;

import java.nio.charset.StandardCharsets;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * Text that is to be stored. Half a surrogate pair is no character: Java would write a
 * question mark in its place, so it is refused.
 */
public final class UnicodeText {

	private UnicodeText() {
	}

	/**
	 * Check a text.
	 * @param text the text
	 * @return the same text
	 * @throws InvalidRequestException if it has half a surrogate pair
	 */
	public static String check(String text) {
		int length = text.length();
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (Character.isSurrogate(c)) {
				boolean pair = Character.isHighSurrogate(c) && i + 1 < length
						&& Character.isLowSurrogate(text.charAt(i + 1));
				if (!pair) {
					throw new InvalidRequestException(
							"The text has half of a surrogate pair, 0x%x at %s, which is no character"
								.formatted((int) c, i));
				}
				i++;
			}
		}
		return text;
	}

	/**
	 * A text in UTF-8.
	 * @param text the text
	 * @return its bytes
	 * @throws InvalidRequestException if it has half a surrogate pair
	 */
	public static byte[] utf8(String text) {
		return check(text).getBytes(StandardCharsets.UTF_8);
	}

}
