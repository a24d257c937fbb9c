package io.github.zarrspring.spring.s3;

import org.jspecify.annotations.Nullable;

/**
 * Names one write for ever.
 *
 * @param writer the backend that writes, random for each
 * @param number the number of the write among those of the backend
 */
record WriteId(String writer, long number) {

	/**
	 * Parse what {@link #toString} gives.
	 * @return the id, {@code null} if it is none
	 */
	static @Nullable WriteId parse(String text) {
		int dot = text.indexOf('.');
		try {
			return (dot > 0) ? new WriteId(text.substring(0, dot).strip(),
					Long.parseLong(text.substring(dot + 1).strip(), Character.MAX_RADIX)) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return this.writer + '.' + Long.toString(this.number, Character.MAX_RADIX);
	}

}
