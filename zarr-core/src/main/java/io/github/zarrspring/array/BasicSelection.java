package io.github.zarrspring.array;

import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import org.jspecify.annotations.Nullable;

/**
 * A selection with one slice along each dimension.
 *
 * @param slices the slices in the order of the dimensions
 * @param named further slices by the names of the dimensions
 */
record BasicSelection(List<Slice> slices, Map<String, Slice> named) implements Selection {

	@Override
	public ChunkPlan plan(long[] shape, List<@Nullable String> dimensionNames, ChunkGrid grid) {
		return new BasicPlan(DimensionNames.resolve(this.slices, this.named, Slice.all(), dimensionNames, shape.length),
				shape, grid);
	}

}
