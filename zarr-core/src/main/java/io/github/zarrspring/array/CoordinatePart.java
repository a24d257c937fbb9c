package io.github.zarrspring.array;

import java.util.stream.IntStream;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.limits.Limits;

/**
 * The elements of a {@link CoordinatePlan} that are in one chunk.
 */
final class CoordinatePart extends ScatteredPart {

	/**
	 * The indices in the region, dimension by dimension.
	 */
	private final int[][] from;

	/**
	 * The positions among all values, in C order.
	 */
	private final int[] to;

	/**
	 * The shape of all values.
	 */
	private final long[] shape;

	CoordinatePart(long[] chunk, Region region, int[][] from, int[] to, long[] shape) {
		super(chunk, region, isDense(region, from, to.length), shape.length);
		this.shape = shape;
		this.from = from;
		this.to = to;
	}

	private static boolean isDense(Region region, int[][] from, int points) {
		long extent = Limits.product(region.count());
		if (points < extent) {
			return false;
		}
		boolean[] seen = new boolean[(int) extent];
		int[] strides = ArrayView.strides(region.count());
		int different = 0;
		for (int position : positions(from, strides, points)) {
			if (!seen[position]) {
				different++;
				seen[position] = true;
			}
		}
		return different == extent;
	}

	private static int[] positions(int[][] from, int[] strides, int points) {
		int[] positions = new int[points];
		for (int i = 0; i < from.length; i++) {
			int[] along = from[i];
			int stride = strides[i];
			for (int k = 0; k < points; k++) {
				positions[k] += along[k] * stride;
			}
		}
		return positions;
	}

	@Override
	public int[] shape() {
		return new int[] { this.to.length };
	}

	@Override
	public ChunkPart alone() {
		return new CoordinatePart(chunk(), region(), this.from, IntStream.range(0, this.to.length).toArray(),
				new long[] { this.to.length });
	}

	@Override
	ChunkPlan cut(ChunkGrid grid) {
		int rank = this.from.length;
		long[][] indices = new long[rank][this.to.length];
		long[] shape = new long[rank];
		for (int i = 0; i < rank; i++) {
			int start = region().start()[i];
			for (int k = 0; k < this.to.length; k++) {
				indices[i][k] = start + this.from[i][k];
			}
			shape[i] = start + region().count()[i];
		}
		return new CoordinatePlan(indices, this.to, this.to.length, this.shape, shape, grid);
	}

	@Override
	public void get(ArrayView region, ArrayView values) {
		int slots = slots(values);
		values.type()
			.copyIndexed(region.array(), region.offset(), positions(this.from, region.strides(), this.to.length),
					values.array(), values.offset(), times(this.to, slots), slots);
	}

	@Override
	public void put(ArrayView values, ArrayView region) {
		int slots = slots(values);
		values.type()
			.copyIndexed(values.array(), values.offset(), times(this.to, slots), region.array(), region.offset(),
					positions(this.from, region.strides(), this.to.length), slots);
	}

}
