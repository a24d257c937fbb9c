package io.github.zarrspring.array;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.limits.Limits;

/**
 * The plan of single elements: one part for each chunk that has some of them.
 */
final class CoordinatePlan implements ChunkPlan {

	private final long[][] indices;

	private final long[] shape;

	private final ChunkGrid grid;

	private final long[] chunkCounts;

	private final ChunkOrder order;

	CoordinatePlan(long[][] indices, long[] shape, long[] arrayShape, ChunkGrid grid) {
		int rank = arrayShape.length;
		this.indices = new long[rank][];
		this.shape = shape;
		this.grid = grid;
		this.chunkCounts = new long[rank];
		long[] chunks = new long[Math.toIntExact(Limits.product(shape))];
		for (int i = 0; i < rank; i++) {
			this.indices[i] = Indices.within(indices[i], arrayShape[i]);
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
	public ChunkPart part(long number) {
		int rank = this.indices.length;
		int[] to = this.order.points((int) number);
		long[] chunk = new long[rank];
		long rest = this.order.chunk((int) number);
		for (int i = rank - 1; i >= 0; i--) {
			chunk[i] = rest % this.chunkCounts[i];
			rest /= this.chunkCounts[i];
		}
		int[] start = new int[rank];
		int[] count = new int[rank];
		int[][] from = new int[rank][to.length];
		for (int i = 0; i < rank; i++) {
			long chunkStart = this.grid.start(i, chunk[i]);
			int first = Integer.MAX_VALUE;
			int last = 0;
			for (int k = 0; k < to.length; k++) {
				from[i][k] = (int) (this.indices[i][to[k]] - chunkStart);
				first = Math.min(first, from[i][k]);
				last = Math.max(last, from[i][k]);
			}
			for (int k = 0; k < to.length; k++) {
				from[i][k] -= first;
			}
			start[i] = first;
			count[i] = last - first + 1;
		}
		Region region = new Region(start, Region.all(count).step(), count);
		return new CoordinatePart(chunk, region, from, to, this.shape.length);
	}

}
