package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A selection of the elements at which a mask is true.
 */
final class MaskSelection implements Selection {

	private final boolean[] mask;

	private final int @Nullable [] maskShape;

	private final int count;

	MaskSelection(boolean[] mask, int @Nullable [] maskShape) {
		this.mask = mask;
		this.maskShape = maskShape;
		int count = 0;
		for (boolean selected : mask) {
			count += selected ? 1 : 0;
		}
		this.count = count;
	}

	@Override
	public ChunkPlan plan(long[] shape, List<@Nullable String> dimensionNames, ChunkGrid grid) {
		boolean fits = (this.maskShape != null)
				? Arrays.equals(Arrays.stream(this.maskShape).asLongStream().toArray(), shape)
				: this.mask.length == Limits.product(shape);
		if (!fits) {
			throw new InvalidRequestException("A mask of %s does not fit the shape %s"
				.formatted((this.maskShape != null) ? "the shape " + Arrays.toString(this.maskShape)
						: this.mask.length + " values", Arrays.toString(shape)));
		}
		return new CoordinatePlan(indices(shape), new long[] { this.count }, shape, grid);
	}

	private long[][] indices(long[] shape) {
		int rank = shape.length;
		long[][] indices = new long[rank][this.count];
		int point = 0;
		for (int position = 0; position < this.mask.length; position++) {
			if (this.mask[position]) {
				long rest = position;
				for (int i = rank - 1; i >= 0; i--) {
					indices[i][point] = rest % shape[i];
					rest /= shape[i];
				}
				point++;
			}
		}
		return indices;
	}

	@Override
	public long indexBytes(int rank) {
		return CoordinatePlan.indexBytes(this.count, rank);
	}

	@Override
	public String toString() {
		return "mask of %s of %s elements".formatted(this.count, this.mask.length);
	}

}
