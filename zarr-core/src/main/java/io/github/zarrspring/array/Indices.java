package io.github.zarrspring.array;

import java.util.Arrays;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * Indices along one dimension, in any order and as often as they come. Negative ones
 * count from the end. Immutable.
 */
public final class Indices implements DimensionSelection {

	private static final int SHOWN = 8;

	private final long[] values;

	/**
	 * The size that the dimension must have, -1 for any.
	 */
	private final int size;

	private Indices(long[] values, int size) {
		this.values = values;
		this.size = size;
	}

	/**
	 * A list of indices.
	 * @param values the indices, negative ones from the end
	 * @return the indices
	 */
	public static Indices of(long... values) {
		return new Indices(values.clone(), -1);
	}

	/**
	 * The indices at which a mask is true.
	 * @param mask a value for each index of the dimension
	 * @return the indices, in their order
	 */
	public static Indices where(boolean... mask) {
		long[] values = new long[mask.length];
		int count = 0;
		for (int i = 0; i < mask.length; i++) {
			if (mask[i]) {
				values[count++] = i;
			}
		}
		return new Indices(Arrays.copyOf(values, count), mask.length);
	}

	/**
	 * Read a list of indices in the notation of Python: {@code [4, 1, -1]}.
	 * @param text the text, brackets included
	 * @return the indices
	 * @throws InvalidRequestException if it is no such list
	 */
	public static Indices parse(String text) {
		try {
			if (text.startsWith("[") && text.endsWith("]")) {
				String list = text.substring(1, text.length() - 1);
				return new Indices(list.isBlank() ? new long[0]
						: Arrays.stream(list.split(",", -1)).map(String::strip).mapToLong(Long::parseLong).toArray(),
						-1);
			}
		}
		catch (NumberFormatException ex) {
			throw new InvalidRequestException("'%s' is not a list of indices".formatted(text), ex);
		}
		throw new InvalidRequestException("'%s' is not a list of indices".formatted(text));
	}

	/**
	 * How many there are.
	 */
	int count() {
		return this.values.length;
	}

	/**
	 * The indices from the start of a dimension.
	 * @throws InvalidRequestException if one is outside or the mask does not fit
	 */
	long[] within(long dimensionSize) {
		if (this.size >= 0 && this.size != dimensionSize) {
			throw new InvalidRequestException(
					"A mask of length %d does not fit a dimension of size %d".formatted(this.size, dimensionSize));
		}
		return within(this.values, dimensionSize);
	}

	/**
	 * Indices from the start of a dimension.
	 * @throws InvalidRequestException if one is outside
	 */
	static long[] within(long[] values, long size) {
		long[] positions = new long[values.length];
		for (int i = 0; i < values.length; i++) {
			long value = values[i];
			if (value < -size || value >= size) {
				throw new InvalidRequestException(
						"The index %d is not within a dimension of size %d".formatted(value, size));
			}
			positions[i] = (value < 0) ? value + size : value;
		}
		return positions;
	}

	@Override
	public String toString() {
		String shown = Arrays.toString(Arrays.copyOf(this.values, Math.min(SHOWN, this.values.length)));
		return (this.values.length <= SHOWN) ? shown
				: shown.substring(0, shown.length() - 1) + ", ... " + this.values.length + " indices]";
	}

}
