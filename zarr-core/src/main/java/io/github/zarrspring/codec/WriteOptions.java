package io.github.zarrspring.codec;

import io.github.zarrspring.extension.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Members of a configuration that matter for writing only, such as levels. Whatever they
 * are, what was written can be read; so metadata with a strange one are opened, and
 * chunks are written with the nearest that the codec has, as other libraries do it.
 */
final class WriteOptions {

	private WriteOptions() {
	}

	/**
	 * An integer.
	 * @param configuration the configuration
	 * @param name the name of the member
	 * @param min the least value that the codec has
	 * @param max the greatest value that the codec has
	 * @param usual the value if the member is no number
	 * @return a value that the codec has
	 */
	static int integer(Configuration configuration, String name, int min, int max, int usual) {
		@Nullable Object value = configuration.get(name);
		if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
			return (int) Math.max(min, Math.min(max, number.doubleValue()));
		}
		return usual;
	}

}
