package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A selection of whole chunks, by their indices in the chunk grid.
 *
 * @param slices the chunks in the order of the dimensions
 * @param named further chunks by the names of the dimensions
 */
record BlockSelection(List<Slice> slices, Map<String, Slice> named) implements Selection {

	@Override
	public ChunkPlan plan(long[] shape, List<@Nullable String> dimensionNames, ChunkGrid grid) {
		List<Slice> blocks = DimensionNames.resolve(this.slices, this.named, Slice.all(), dimensionNames, shape.length);
		List<Slice> elements = new ArrayList<>();
		for (int i = 0; i < shape.length; i++) {
			elements.add(elements(blocks.get(i), i, shape[i], grid));
		}
		return new BasicPlan(elements, shape, grid);
	}

	/**
	 * The elements of some blocks. One block is a range too: its dimension stays.
	 */
	private static Slice elements(Slice blocks, int dimension, long size, ChunkGrid grid) {
		if (blocks.step() != 1) {
			throw new InvalidRequestException("Blocks are selected without a step, not as " + blocks);
		}
		long number = grid.count(dimension, size);
		long first = blocks.first(number);
		long count = blocks.count(number);
		long start = (first < number) ? grid.start(dimension, first) : size;
		long last = first + count - 1;
		return Slice.range(start,
				(count == 0) ? start : Math.min(size, grid.start(dimension, last) + grid.size(dimension, last)));
	}

}
