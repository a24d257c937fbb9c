package io.github.zarrspring.chunk;

import java.util.Map;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The two encodings of the specification, which write the parts of the index in decimal
 * with a separator between them: {@code default} ({@code c/0/1}, {@code c} for rank 0)
 * and {@code v2} ({@code 0.1}, {@code 0} for rank 0).
 *
 * @param name {@code default} or {@code v2}
 * @param separator a slash or a period
 */
public record SeparatedKeys(String name, char separator) implements ChunkKeyEncoding {

	/**
	 * The name of the encoding of v3.
	 */
	public static final String DEFAULT = "default";

	/**
	 * The name of the encoding of v2.
	 */
	public static final String V2 = "v2";

	/**
	 * Check the encoding.
	 */
	public SeparatedKeys {
		if (separator != '/' && separator != '.') {
			throw new InvalidRequestException("The chunk key separator '%s' is neither / nor .".formatted(separator));
		}
	}

	/**
	 * The encoding that metadata asks for.
	 */
	static SeparatedKeys from(String name, String defaultSeparator, Configuration configuration) {
		configuration.allowOnly("separator");
		return new SeparatedKeys(name, configuration.string("separator", defaultSeparator, "/", ".").charAt(0));
	}

	@Override
	public String encode(long[] index) {
		boolean v2 = this.name.equals(V2);
		StringBuilder key = new StringBuilder(v2 ? "" : "c");
		for (int i = 0; i < index.length; i++) {
			if (!v2 || i > 0) {
				key.append(this.separator);
			}
			key.append(index[i]);
		}
		return (v2 && index.length == 0) ? "0" : key.toString();
	}

	@Override
	public long @Nullable [] decode(String key, int rank) {
		if (rank == 0) {
			return key.equals(encode(new long[0])) ? new long[0] : null;
		}
		int start = this.name.equals(V2) ? 0 : 2;
		if (start == 2 && !(key.length() > 2 && key.charAt(0) == 'c' && key.charAt(1) == this.separator)) {
			return null;
		}
		long[] index = new long[rank];
		for (int i = 0; i < rank; i++) {
			int end = (i == rank - 1) ? key.length() : key.indexOf(this.separator, start);
			long part = (end < 0) ? -1 : parse(key, start, end);
			if (part < 0) {
				return null;
			}
			index[i] = part;
			start = end + 1;
		}
		return index;
	}

	/**
	 * Parse a decimal number in its one canonical form.
	 * @return the number, -1 if it is none
	 */
	private static long parse(String key, int start, int end) {
		int digits = end - start;
		if (digits < 1 || digits > 18 || (digits > 1 && key.charAt(start) == '0')) {
			return -1;
		}
		long number = 0;
		for (int i = start; i < end; i++) {
			int digit = key.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			number = number * 10 + digit;
		}
		return number;
	}

	@Override
	public String prefix() {
		return this.name.equals(V2) ? "" : "c";
	}

	@Override
	public Extension toExtension() {
		return Extension.of(this.name, Map.of("separator", String.valueOf(this.separator)));
	}

}
