package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;

/**
 * A part of an {@link OrthogonalPlan}. Up to the last dimension with a list of indices it
 * is copied index by index, behind that in runs.
 */
final class OrthogonalPart extends ScatteredPart {

	private final AxisPiece[] pieces;

	private final boolean[] dropped;

	/**
	 * The last dimension with a list of indices.
	 */
	private final int last;

	OrthogonalPart(AxisPiece[] pieces, boolean[] dropped) {
		super(Arrays.stream(pieces).mapToLong(AxisPiece::chunk).toArray(), region(pieces),
				Arrays.stream(pieces).allMatch(AxisPiece::dense), rank(dropped));
		this.pieces = pieces;
		this.dropped = dropped;
		this.last = IntStream.range(0, pieces.length).filter((i) -> pieces[i].from() != null).max().orElseThrow();
	}

	private static Region region(AxisPiece[] pieces) {
		return new Region(Arrays.stream(pieces).mapToInt(AxisPiece::start).toArray(),
				Arrays.stream(pieces).mapToInt(AxisPiece::step).toArray(),
				Arrays.stream(pieces).mapToInt(AxisPiece::extent).toArray());
	}

	private static int rank(boolean[] dropped) {
		return (int) IntStream.range(0, dropped.length).filter((i) -> !dropped[i]).count();
	}

	@Override
	public int[] shape() {
		return IntStream.range(0, this.pieces.length)
			.filter((i) -> !this.dropped[i])
			.map((i) -> this.pieces[i].count())
			.toArray();
	}

	@Override
	public ChunkPart alone() {
		return new OrthogonalPart(Arrays.stream(this.pieces).map(AxisPiece::alone).toArray(AxisPiece[]::new),
				this.dropped);
	}

	@Override
	ChunkPlan cut(ChunkGrid grid) {
		Axis[] axes = new Axis[this.pieces.length];
		for (int i = 0; i < axes.length; i++) {
			int[] from = this.pieces[i].from();
			ChunkGrid dimension = new GridDimension(grid, i);
			axes[i] = (from != null) ? IndexAxis.of(this.pieces[i], from, dimension)
					: SliceAxis.of(this.pieces[i], this.dropped[i], dimension);
		}
		return new OrthogonalPlan(axes);
	}

	@Override
	public void get(ArrayView region, ArrayView values) {
		copy(region, values, false);
	}

	@Override
	public void put(ArrayView values, ArrayView region) {
		copy(region, values, true);
	}

	private void copy(ArrayView region, ArrayView values, boolean toRegion) {
		int rank = this.pieces.length;
		int[][] inRegion = new int[this.last + 1][];
		int[][] inValues = new int[this.last + 1][];
		int extra = region.shape().length - rank;
		int tail = rank - this.last - 1 + extra;
		int[] shape = new int[tail];
		int[] regionStrides = new int[tail];
		int[] valueStrides = new int[tail];
		int valueOffset = values.offset();
		int dimension = 0;
		for (int i = 0; i < rank + extra; i++) {
			int regionStride = region.strides()[i];
			int valueStride = (i < rank && this.dropped[i]) ? 0 : values.strides()[dimension++];
			if (i <= this.last) {
				inRegion[i] = times(from(this.pieces[i]), regionStride);
				inValues[i] = times(to(this.pieces[i]), valueStride);
				continue;
			}
			shape[i - this.last - 1] = region.shape()[i];
			regionStrides[i - this.last - 1] = regionStride;
			valueStrides[i - this.last - 1] = valueStride;
			valueOffset += (i < rank) ? this.pieces[i].to()[0] * valueStride : 0;
		}
		ArrayView regionTail = new ArrayView(region.type(), region.array(), region.offset(), shape, regionStrides);
		ArrayView valueTail = new ArrayView(values.type(), values.array(), valueOffset, shape, valueStrides);
		if (toRegion) {
			new IndexedCopy(inValues, inRegion, rank - this.last - 1).run(valueTail, regionTail);
		}
		else {
			new IndexedCopy(inRegion, inValues, rank - this.last - 1).run(regionTail, valueTail);
		}
	}

	private static int[] from(AxisPiece piece) {
		return (piece.from() != null) ? piece.from() : IntStream.range(0, piece.extent()).toArray();
	}

	private static int[] to(AxisPiece piece) {
		return (piece.from() != null) ? piece.to()
				: IntStream.range(0, piece.extent()).map((i) -> i + piece.to()[0]).toArray();
	}

}
