package io.github.zarrspring.array;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.extension.Extension;

/**
 * One dimension of a chunk grid as a grid of its own.
 *
 * @param grid the grid
 * @param dimension the dimension of it
 */
record GridDimension(ChunkGrid grid, int dimension) implements ChunkGrid {

	@Override
	public int rank() {
		return 1;
	}

	@Override
	public long count(int unused, long size) {
		return this.grid.count(this.dimension, size);
	}

	@Override
	public long indexOf(int unused, long position) {
		return this.grid.indexOf(this.dimension, position);
	}

	@Override
	public long start(int unused, long index) {
		return this.grid.start(this.dimension, index);
	}

	@Override
	public long size(int unused, long index) {
		return this.grid.size(this.dimension, index);
	}

	@Override
	public long[] maxChunkShape() {
		return new long[] { this.grid.maxChunkShape()[this.dimension] };
	}

	@Override
	public boolean isRegular() {
		return this.grid.isRegular();
	}

	@Override
	public Extension toExtension() {
		return this.grid.toExtension();
	}

}
