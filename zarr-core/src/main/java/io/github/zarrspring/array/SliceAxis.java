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

	SliceAxis(Slice slice, long size, ChunkGrid dimension) {
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
	public AxisPiece piece(long number) {
		BasicPlan.Part part = this.plan.part(number);
		Region region = part.region();
		return new AxisPiece(part.chunk()[0], region.start()[0], region.step()[0], region.count()[0], true, null,
				part.target());
	}

}
