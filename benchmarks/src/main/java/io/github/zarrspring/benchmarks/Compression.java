package io.github.zarrspring.benchmarks;

import java.util.Locale;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.codec.Codecs;

/**
 * How the chunks of a case are compressed.
 */
public enum Compression {

	/** Not at all. */
	NONE,

	/** With zstd. */
	ZSTD,

	/** With gzip. */
	GZIP;

	static final int ZSTD_LEVEL = 3;

	static final int GZIP_LEVEL = 5;

	/**
	 * The end of the name of a case.
	 */
	String suffix() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Set the codecs of an array.
	 */
	ArraySpec of(ArraySpec spec) {
		return switch (this) {
			case NONE -> spec.codecs();
			case ZSTD -> spec.codecs(Codecs.zstd(ZSTD_LEVEL));
			case GZIP -> spec.codecs(Codecs.gzip(GZIP_LEVEL));
		};
	}

}
