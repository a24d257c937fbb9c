package io.github.zarrspring.array;

import java.util.stream.IntStream;

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

	CoordinatePart(long[] chunk, Region region, int[][] from, int[] to, int rank) {
		super(chunk, region, isDense(region, from, to.length), rank);
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
		return new CoordinatePart(chunk(), region(), this.from, IntStream.range(0, this.to.length).toArray(), 1);
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
