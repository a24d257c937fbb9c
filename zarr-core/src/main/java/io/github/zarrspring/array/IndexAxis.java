package io.github.zarrspring.array;

import java.util.Arrays;

import io.github.zarrspring.chunk.ChunkGrid;
import org.jspecify.annotations.Nullable;

/**
 * A list of indices along one dimension.
 */
final class IndexAxis implements Axis {

	private final long[] indices;

	private final ChunkGrid dimension;

	private final ChunkOrder order;

	/**
	 * Where the indices belong in the result, {@code null} if they are in order.
	 */
	private final int @Nullable [] positions;

	IndexAxis(Indices indices, long size, ChunkGrid dimension) {
		this(indices.within(size), null, size, dimension);
	}

	private IndexAxis(long[] indices, int @Nullable [] positions, long size, ChunkGrid dimension) {
		this.indices = indices;
		this.positions = positions;
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

	/**
	 * The axis of a piece with a list of indices that is cut further.
	 * @param piece the piece
	 * @param from its indices
	 * @param dimension the inner chunks of the chunk along the dimension
	 */
	static IndexAxis of(AxisPiece piece, int[] from, ChunkGrid dimension) {
		long[] indices = Arrays.stream(from).mapToLong((index) -> piece.start() + index).toArray();
		return new IndexAxis(indices, piece.to(), piece.start() + (long) piece.extent(), dimension);
	}

	@Override
	public long chunk(long number) {
		return this.order.chunk((int) number);
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
		boolean dense = isDense(from, extent);
		if (this.positions != null) {
			for (int i = 0; i < to.length; i++) {
				to[i] = this.positions[to[i]];
			}
		}
		return new AxisPiece(chunk, first, 1, extent, dense, from, to);
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
