package io.github.zarrspring.array;

import java.util.List;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.Region;

/**
 * A slice along one dimension.
 */
final class SliceAxis implements Axis {

	private final BasicPlan plan;

	private final long count;

	private final boolean dropped;

	/**
	 * Where the slice belongs in the result.
	 */
	private final int target;

	SliceAxis(Slice slice, long size, ChunkGrid dimension) {
		this(slice, size, dimension, 0);
	}

	private SliceAxis(Slice slice, long size, ChunkGrid dimension, int target) {
		this.target = target;
		this.plan = new BasicPlan(List.of(slice), new long[] { size }, dimension);
		this.count = slice.count(size);
		this.dropped = slice.single();
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public boolean isDropped() {
		return this.dropped;
	}

	@Override
	public long pieces() {
		return this.plan.parts();
	}

	@Override
	public long chunk(long number) {
		return this.plan.part(number).chunk()[0];
	}

	@Override
	public AxisPiece piece(long number) {
		BasicPlan.Part part = this.plan.part(number);
		Region region = part.region();
		return new AxisPiece(part.chunk()[0], region.start()[0], region.step()[0], region.count()[0], true, null,
				new int[] { this.target + part.target()[0] });
	}

	/**
	 * The axis of a regular piece that is cut further.
	 * @param piece the piece
	 * @param dropped whether the result does not have the dimension
	 * @param dimension the inner chunks of the chunk along the dimension
	 */
	static SliceAxis of(AxisPiece piece, boolean dropped, ChunkGrid dimension) {
		long end = piece.start() + (piece.extent() - 1L) * piece.step() + 1;
		Slice slice = dropped ? Slice.at(piece.start()) : Slice.range(piece.start(), end).step(piece.step());
		return new SliceAxis(slice, end, dimension, piece.to()[0]);
	}

}
