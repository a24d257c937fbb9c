package io.github.zarrspring.array;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The plan of single elements: one part for each chunk that has some of them.
 */
final class CoordinatePlan implements ChunkPlan {

	private final long[][] indices;

	/**
	 * The positions of the elements among all values, {@code null} if they are in order.
	 */
	private final int @Nullable [] positions;

	private final long[] shape;

	private final ChunkGrid grid;

	private final long[] chunkCounts;

	private final ChunkOrder order;

	CoordinatePlan(long[][] indices, long[] shape, long[] arrayShape, ChunkGrid grid) {
		this(within(indices, arrayShape), null, Math.toIntExact(Limits.product(shape)), shape, arrayShape, grid);
	}

	/**
	 * A plan of some elements of a selection.
	 * @param indices the indices of the elements from the start, dimension by dimension
	 * @param positions the positions of the elements among all values, {@code null} if
	 * they are in order
	 * @param points the number of elements
	 * @param shape the shape of all values
	 * @param arrayShape the shape of what the elements are of
	 * @param grid the chunks
	 */
	CoordinatePlan(long[][] indices, int @Nullable [] positions, int points, long[] shape, long[] arrayShape,
			ChunkGrid grid) {
		int rank = arrayShape.length;
		this.indices = indices;
		this.positions = positions;
		this.shape = shape;
		this.grid = grid;
		this.chunkCounts = new long[rank];
		long[] chunks = new long[points];
		for (int i = 0; i < rank; i++) {
			this.chunkCounts[i] = Math.max(1, grid.count(i, arrayShape[i]));
		}
		long count = Limits.product(this.chunkCounts);
		for (int i = 0; i < rank && count < Long.MAX_VALUE; i++) {
			for (int k = 0; k < chunks.length; k++) {
				chunks[k] = chunks[k] * this.chunkCounts[i] + grid.indexOf(i, this.indices[i][k]);
			}
		}
		this.order = new ChunkOrder(chunks, count);
	}

	private static long[][] within(long[][] indices, long[] shape) {
		long[][] positions = new long[shape.length][];
		for (int i = 0; i < shape.length; i++) {
			positions[i] = Indices.within(indices[i], shape[i]);
		}
		return positions;
	}

	/**
	 * The memory that a plan takes, in bytes.
	 */
	static long indexBytes(long points, int rank) {
		return points * Long.BYTES * (rank + 4L);
	}

	@Override
	public long[] shape() {
		return this.shape.clone();
	}

	@Override
	public long parts() {
		return this.order.chunks();
	}

	@Override
	public long[] chunk(long number) {
		long[] chunk = new long[this.indices.length];
		long rest = this.order.chunk((int) number);
		for (int i = chunk.length - 1; i >= 0; i--) {
			chunk[i] = rest % this.chunkCounts[i];
			rest /= this.chunkCounts[i];
		}
		return chunk;
	}

	@Override
	public ChunkPart part(long number) {
		int rank = this.indices.length;
		int[] points = this.order.points((int) number);
		int[] to = points;
		if (this.positions != null) {
			to = new int[points.length];
			for (int k = 0; k < to.length; k++) {
				to[k] = this.positions[points[k]];
			}
		}
		long[] chunk = chunk(number);
		int[] start = new int[rank];
		int[] count = new int[rank];
		int[][] from = new int[rank][points.length];
		for (int i = 0; i < rank; i++) {
			long chunkStart = this.grid.start(i, chunk[i]);
			int first = Integer.MAX_VALUE;
			int last = 0;
			for (int k = 0; k < points.length; k++) {
				from[i][k] = (int) (this.indices[i][points[k]] - chunkStart);
				first = Math.min(first, from[i][k]);
				last = Math.max(last, from[i][k]);
			}
			for (int k = 0; k < points.length; k++) {
				from[i][k] -= first;
			}
			start[i] = first;
			count[i] = last - first + 1;
		}
		Region region = new Region(start, Region.all(count).step(), count);
		return new CoordinatePart(chunk, region, from, to, this.shape);
	}

}
