package io.github.zarrspring.array;

import io.github.zarrspring.chunk.ChunkGrid;

/**
 * A list of indices along one dimension.
 */
final class IndexAxis implements Axis {

	private final long[] indices;

	private final ChunkGrid dimension;

	private final ChunkOrder order;

	IndexAxis(Indices indices, long size, ChunkGrid dimension) {
		this.indices = indices.within(size);
		this.dimension = dimension;
		long[] chunks = new long[this.indices.length];
		for (int i = 0; i < chunks.length; i++) {
			chunks[i] = dimension.indexOf(0, this.indices[i]);
		}
		this.order = new ChunkOrder(chunks, dimension.count(0, size));
	}

	@Override
	public long count() {
		return this.indices.length;
	}

	@Override
	public boolean isDropped() {
		return false;
	}

	@Override
	public long pieces() {
		return this.order.chunks();
	}

	@Override
	public AxisPiece piece(long number) {
		int[] to = this.order.points((int) number);
		long chunk = this.order.chunk((int) number);
		int[] from = new int[to.length];
		long chunkStart = this.dimension.start(0, chunk);
		int first = Integer.MAX_VALUE;
		int last = 0;
		for (int i = 0; i < to.length; i++) {
			from[i] = (int) (this.indices[to[i]] - chunkStart);
			first = Math.min(first, from[i]);
			last = Math.max(last, from[i]);
		}
		int extent = last - first + 1;
		for (int i = 0; i < from.length; i++) {
			from[i] -= first;
		}
		return new AxisPiece(chunk, first, 1, extent, isDense(from, extent), from, to);
	}

	private static boolean isDense(int[] from, int extent) {
		if (from.length < extent) {
			return false;
		}
		boolean[] seen = new boolean[extent];
		int different = 0;
		for (int index : from) {
			if (!seen[index]) {
				different++;
				seen[index] = true;
			}
		}
		return different == extent;
	}

}
