package io.github.zarrspring.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of the chunks along one dimension, as runs of chunks of one size. Immutable.
 */
final class Edges {

	/**
	 * The size of the chunks of each run.
	 */
	private final long[] size;

	/**
	 * The index of the first chunk of each run, and of the one behind the last.
	 */
	private final long[] index;

	/**
	 * Where each run starts, and where the last ends.
	 */
	private final long[] position;

	private final boolean endless;

	private Edges(long[] size, long[] index, long[] position, boolean endless) {
		this.size = size;
		this.index = index;
		this.position = position;
		this.endless = endless;
	}

	/**
	 * As many chunks of one size as it takes.
	 */
	static Edges repeated(long size) {
		return new Edges(new long[] { size }, new long[] { 0, Long.MAX_VALUE }, new long[] { 0, Long.MAX_VALUE }, true);
	}

	/**
	 * Chunks one after another.
	 */
	static Edges of(long[] sizes) {
		Builder builder = new Builder();
		for (long size : sizes) {
			if (size < 1) {
				throw new InvalidRequestException(
						"The chunk sizes %s have one less than one".formatted(Arrays.toString(sizes)));
			}
			builder.add(size, 1);
		}
		return builder.build();
	}

	/**
	 * Where the last chunk ends.
	 */
	long end() {
		return this.position[this.size.length];
	}

	long indexOf(long position) {
		int run = run(this.position, position);
		return this.index[run] + (position - this.position[run]) / this.size[run];
	}

	/**
	 * Where a chunk starts; one that is not of the grid is behind all others.
	 */
	long start(long index) {
		if (index >= this.index[this.size.length]) {
			return end();
		}
		int run = run(this.index, index);
		return this.position[run] + (index - this.index[run]) * this.size[run];
	}

	/**
	 * The size of a chunk; one that is not of the grid has none.
	 */
	long size(long index) {
		return (index >= this.index[this.size.length]) ? 0 : this.size[run(this.index, index)];
	}

	private int run(long[] starts, long value) {
		int found = Arrays.binarySearch(starts, 0, this.size.length, value);
		return (found >= 0) ? found : -found - 2;
	}

	/**
	 * Each size once.
	 */
	long[] sizes() {
		return Arrays.stream(this.size).distinct().toArray();
	}

	Object toJson() {
		if (this.endless) {
			return this.size[0];
		}
		List<Object> json = new ArrayList<>();
		for (int run = 0; run < this.size.length; run++) {
			long count = this.index[run + 1] - this.index[run];
			if (count == 1) {
				json.add(this.size[run]);
			}
			else {
				json.add(List.of(this.size[run], count));
			}
		}
		return json;
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof Edges other && this.endless == other.endless && Arrays.equals(this.size, other.size)
				&& Arrays.equals(this.index, other.index);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.size) * 31 + Arrays.hashCode(this.index);
	}

	/**
	 * Puts runs together.
	 */
	static final class Builder {

		private final List<long[]> runs = new ArrayList<>();

		private long chunks;

		private long end;

		/**
		 * Add chunks of one size.
		 */
		void add(long size, long count) {
			if (count > (Long.MAX_VALUE - 1 - this.end) / size || count > Long.MAX_VALUE - 1 - this.chunks) {
				throw new CorruptDataException(
						"'chunk_shapes' has %d chunks of %d, more than a dimension can have".formatted(count, size));
			}
			long[] last = this.runs.isEmpty() ? null : this.runs.get(this.runs.size() - 1);
			if (last != null && last[0] == size) {
				last[1] += count;
			}
			else {
				this.runs.add(new long[] { size, count });
			}
			this.chunks += count;
			this.end += size * count;
		}

		Edges build() {
			int count = this.runs.size();
			long[] size = new long[count];
			long[] index = new long[count + 1];
			long[] position = new long[count + 1];
			for (int i = 0; i < count; i++) {
				size[i] = this.runs.get(i)[0];
				index[i + 1] = index[i] + this.runs.get(i)[1];
				position[i + 1] = position[i] + size[i] * this.runs.get(i)[1];
			}
			return new Edges(size, index, position, false);
		}

	}

}
