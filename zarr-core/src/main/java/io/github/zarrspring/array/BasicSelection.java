package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.exception.InvalidRequestException;
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
		if (this.slices.size() > shape.length) {
			throw new InvalidRequestException(
					"A selection of %d dimensions of an array that has %d".formatted(this.slices.size(), shape.length));
		}
		List<Slice> all = new ArrayList<>(this.slices);
		all.addAll(Collections.nCopies(shape.length - all.size(), Slice.all()));
		this.named.forEach((name, slice) -> {
			int dimension = dimensionNames.indexOf(name);
			if (dimension < 0 || dimension != dimensionNames.lastIndexOf(name)) {
				throw new InvalidRequestException(
						"There is not one dimension '%s' among %s".formatted(name, dimensionNames));
			}
			all.set(dimension, slice);
		});
		return new BasicPlan(all, shape, grid);
	}

}
