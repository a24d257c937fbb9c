package io.github.zarrspring.array;

import java.util.Arrays;

import io.github.zarrspring.limits.Limits;

/**
 * Points in the order of the chunks that they are in, those of one chunk in the order in
 * which they were given.
 */
final class ChunkOrder {

	private final long[] chunks;

	private final int[] starts;

	private final int[] order;

	/**
	 * Put points in order.
	 * @param chunkOf the number of the chunk that each point is in
	 * @param count the number of chunks that there are
	 */
	ChunkOrder(long[] chunkOf, long count) {
		int points = chunkOf.length;
		Limits.check("The number of chunks of an array to select single points of", count,
				(Long.MAX_VALUE - 1) / Math.max(1, points), "the number of points");
		this.order = order(chunkOf, count);
		long[] chunks = new long[points];
		int[] starts = new int[points + 1];
		int size = 0;
		for (int i = 0; i < points; i++) {
			long chunk = chunkOf[this.order[i]];
			if (size == 0 || chunks[size - 1] != chunk) {
				chunks[size] = chunk;
				starts[size++] = i;
			}
		}
		starts[size] = points;
		this.chunks = Arrays.copyOf(chunks, size);
		this.starts = Arrays.copyOf(starts, size + 1);
	}

	private static int[] order(long[] chunkOf, long count) {
		int points = chunkOf.length;
		int[] order = new int[points];
		boolean sorted = true;
		for (int i = 0; i < points; i++) {
			order[i] = i;
			sorted &= i == 0 || chunkOf[i - 1] <= chunkOf[i];
		}
		if (!sorted && count <= points) {
			count(chunkOf, order, (int) count);
		}
		else if (!sorted) {
			long[] keys = new long[points];
			for (int i = 0; i < points; i++) {
				keys[i] = chunkOf[i] * points + i;
			}
			Arrays.sort(keys);
			for (int i = 0; i < points; i++) {
				order[i] = (int) (keys[i] % points);
			}
		}
		return order;
	}

	/**
	 * Put points in order by counting those of each chunk.
	 */
	private static void count(long[] chunkOf, int[] order, int count) {
		int[] next = new int[count + 1];
		for (long chunk : chunkOf) {
			next[(int) chunk + 1]++;
		}
		for (int i = 0; i < count; i++) {
			next[i + 1] += next[i];
		}
		for (int i = 0; i < order.length; i++) {
			order[next[(int) chunkOf[i]]++] = i;
		}
	}

	/**
	 * The number of chunks with points.
	 */
	int chunks() {
		return this.chunks.length;
	}

	/**
	 * The number of a chunk.
	 */
	long chunk(int index) {
		return this.chunks[index];
	}

	/**
	 * The points of a chunk.
	 */
	int[] points(int index) {
		return Arrays.copyOfRange(this.order, this.starts[index], this.starts[index + 1]);
	}

}
