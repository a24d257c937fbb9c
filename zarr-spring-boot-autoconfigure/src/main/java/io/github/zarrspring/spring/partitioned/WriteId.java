package io.github.zarrspring.spring.partitioned;

import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * What tells one write from all others of the store.
 *
 * @param source random, for each backend another
 * @param number the number of the write of that backend
 */
record WriteId(long source, long number) {

	private static final int DIGITS = 16;

	Version version() {
		return new Version("%016x%016x".formatted(this.source, this.number));
	}

	/**
	 * The write that made a version.
	 * @param version the version
	 * @return the write, {@code null} if no write of such a store made it
	 */
	static @Nullable WriteId of(Version version) {
		String token = version.token();
		if (token.length() != 2 * DIGITS) {
			return null;
		}
		try {
			return new WriteId(Long.parseUnsignedLong(token.substring(0, DIGITS), 16),
					Long.parseUnsignedLong(token.substring(DIGITS), 16));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
