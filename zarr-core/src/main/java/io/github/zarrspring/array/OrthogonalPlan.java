package io.github.zarrspring.array;

import java.util.Arrays;

import io.github.zarrspring.limits.Limits;

/**
 * The plan of an {@link OrthogonalSelection}: the parts are all combinations of the
 * pieces of its axes.
 */
final class OrthogonalPlan implements ChunkPlan {

	private final Axis[] axes;

	OrthogonalPlan(Axis[] axes) {
		this.axes = axes;
	}

	@Override
	public long[] shape() {
		return Arrays.stream(this.axes).filter((axis) -> !axis.isDropped()).mapToLong(Axis::count).toArray();
	}

	@Override
	public long parts() {
		return Limits.product(Arrays.stream(this.axes).mapToLong(Axis::pieces).toArray());
	}

	@Override
	public long[] chunk(long number) {
		long[] chunk = new long[this.axes.length];
		long rest = number;
		for (int i = chunk.length - 1; i >= 0; i--) {
			chunk[i] = this.axes[i].chunk(rest % this.axes[i].pieces());
			rest /= this.axes[i].pieces();
		}
		return chunk;
	}

	@Override
	public ChunkPart part(long number) {
		int rank = this.axes.length;
		AxisPiece[] pieces = new AxisPiece[rank];
		boolean[] dropped = new boolean[rank];
		long rest = number;
		for (int i = rank - 1; i >= 0; i--) {
			pieces[i] = this.axes[i].piece(rest % this.axes[i].pieces());
			dropped[i] = this.axes[i].isDropped();
			rest /= this.axes[i].pieces();
		}
		return new OrthogonalPart(pieces, dropped);
	}

}
