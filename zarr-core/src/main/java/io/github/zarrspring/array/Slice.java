package io.github.zarrspring.array;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What is selected along one dimension: one index, or a range with a step. Negative
 * indices count from the end. A range reaches from its start to before its stop; nothing
 * is cut off silently: what reaches outside the array is refused.
 *
 * @param start the first index
 * @param stop the index behind the last, {@code null} for the end
 * @param step the distance between indices, at least one
 * @param single whether it is one index, whose dimension the result does not have
 */
public record Slice(long start, @Nullable Long stop, long step, boolean single) implements DimensionSelection {

	private static final Slice ALL = new Slice(0, null, 1, false);

	/**
	 * Check the slice.
	 */
	public Slice {
		if (step < 1) {
			throw new InvalidRequestException("The step %d of a slice is less than one".formatted(step));
		}
	}

	/**
	 * The whole dimension.
	 * @return the slice
	 */
	public static Slice all() {
		return ALL;
	}

	/**
	 * One index; the result does not have the dimension.
	 * @param index the index, negative from the end
	 * @return the slice
	 */
	public static Slice at(long index) {
		return new Slice(index, null, 1, true);
	}

	/**
	 * A range.
	 * @param start the first index, negative from the end
	 * @param stop the index behind the last, negative from the end
	 * @return the slice
	 */
	public static Slice range(long start, long stop) {
		return new Slice(start, stop, 1, false);
	}

	/**
	 * A range to the end.
	 * @param start the first index, negative from the end
	 * @return the slice
	 */
	public static Slice from(long start) {
		return new Slice(start, null, 1, false);
	}

	/**
	 * This range with a step.
	 * @param step the distance between indices, at least one
	 * @return the slice
	 */
	public Slice step(long step) {
		return new Slice(this.start, this.stop, step, this.single);
	}

	/**
	 * Read a slice in the notation of Python: {@code 5}, {@code 2:10}, {@code -3:},
	 * {@code ::2}, {@code :}.
	 * @param text the text
	 * @return the slice
	 * @throws InvalidRequestException if it is no slice
	 */
	public static Slice parse(String text) {
		String[] parts = text.trim().split(":", -1);
		try {
			if (parts.length == 1) {
				return at(Long.parseLong(parts[0].trim()));
			}
			if (parts.length <= 3) {
				Long start = number(parts[0]);
				Long step = (parts.length == 3) ? number(parts[2]) : null;
				return new Slice((start != null) ? start : 0, number(parts[1]), (step != null) ? step : 1, false);
			}
		}
		catch (NumberFormatException ex) {
			throw new InvalidRequestException("The slice '%s' is not of the form start:stop:step".formatted(text), ex);
		}
		throw new InvalidRequestException("The slice '%s' is not of the form start:stop:step".formatted(text));
	}

	private static @Nullable Long number(String text) {
		return text.isBlank() ? null : Long.valueOf(text.trim());
	}

	/**
	 * The first index in a dimension.
	 * @param size the size of the dimension
	 * @return the index from the start
	 * @throws InvalidRequestException if it is outside
	 */
	long first(long size) {
		long first = (this.start < 0) ? this.start + size : this.start;
		if (first < 0 || first > size || (this.single && first == size)) {
			throw outside(size);
		}
		return first;
	}

	/**
	 * The number of indices in a dimension.
	 * @param size the size of the dimension
	 * @return the number, possibly 0
	 * @throws InvalidRequestException if the slice reaches outside
	 */
	long count(long size) {
		long first = first(size);
		if (this.single) {
			return 1;
		}
		long end = (this.stop == null) ? size : (this.stop < 0) ? this.stop + size : this.stop;
		if (end < first || end > size) {
			throw outside(size);
		}
		return (end == first) ? 0 : (end - first - 1) / this.step + 1;
	}

	private InvalidRequestException outside(long size) {
		return new InvalidRequestException("The slice %s is not within a dimension of size %d".formatted(this, size));
	}

	@Override
	public String toString() {
		if (this.single) {
			return Long.toString(this.start);
		}
		return this.start + ":" + ((this.stop != null) ? this.stop : "") + ((this.step != 1) ? ":" + this.step : "");
	}

}
