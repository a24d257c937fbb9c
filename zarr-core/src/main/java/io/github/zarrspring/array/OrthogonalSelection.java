package io.github.zarrspring.array;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.zarrspring.chunk.ChunkGrid;
import org.jspecify.annotations.Nullable;

/**
 * A selection of all combinations of what is selected along each dimension.
 *
 * @param dimensions what is selected in the order of the dimensions
 * @param named what is selected of further dimensions by their names
 */
record OrthogonalSelection(List<DimensionSelection> dimensions,
		Map<String, DimensionSelection> named) implements Selection {

	@Override
	public ChunkPlan plan(long[] shape, List<@Nullable String> dimensionNames, ChunkGrid grid) {
		List<DimensionSelection> all = DimensionNames.resolve(this.dimensions, this.named, Slice.all(), dimensionNames,
				shape.length);
		if (all.stream().allMatch(Slice.class::isInstance)) {
			return new BasicPlan(all.stream().map(Slice.class::cast).toList(), shape, grid);
		}
		Axis[] axes = new Axis[shape.length];
		for (int i = 0; i < axes.length; i++) {
			axes[i] = axis(all.get(i), shape[i], new GridDimension(grid, i));
		}
		return new OrthogonalPlan(axes);
	}

	private static Axis axis(DimensionSelection selected, long size, ChunkGrid dimension) {
		return (selected instanceof Slice slice) ? new SliceAxis(slice, size, dimension)
				: new IndexAxis((Indices) selected, size, dimension);
	}

	@Override
	public long indexBytes(int rank) {
		return Stream.concat(this.dimensions.stream(), this.named.values().stream())
			.mapToLong((selected) -> (selected instanceof Indices indices) ? 4L * Long.BYTES * indices.count() : 0)
			.sum();
	}

}
