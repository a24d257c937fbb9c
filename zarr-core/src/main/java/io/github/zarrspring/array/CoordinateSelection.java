package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A selection of single elements.
 *
 * @param indices the indices of all elements, dimension by dimension
 * @param names the names of the dimensions, empty for all in their order
 * @param shape the shape of the result
 */
record CoordinateSelection(List<long[]> indices, List<String> names, long[] shape) implements Selection {

	@Override
	public ChunkPlan plan(long[] arrayShape, List<@Nullable String> dimensionNames, ChunkGrid grid) {
		if (this.indices.isEmpty() || this.indices.size() != arrayShape.length) {
			throw new InvalidRequestException("Coordinates along %d dimensions in an array that has %d"
				.formatted(this.indices.size(), arrayShape.length));
		}
		return new CoordinatePlan(ordered(dimensionNames), this.shape, arrayShape, grid);
	}

	private long[][] ordered(List<@Nullable String> dimensionNames) {
		long[][] ordered = this.indices.toArray(long[][]::new);
		for (int i = 0; i < this.names.size(); i++) {
			int dimension = DimensionNames.find(this.names.get(i), dimensionNames);
			ordered[dimension] = this.indices.get(i);
		}
		return ordered;
	}

	@Override
	public long indexBytes(int rank) {
		return CoordinatePlan.indexBytes(this.indices.isEmpty() ? 0 : this.indices.get(0).length, this.indices.size());
	}

	@Override
	public String toString() {
		return "coordinates of %s points".formatted(Arrays.toString(this.shape));
	}

}
