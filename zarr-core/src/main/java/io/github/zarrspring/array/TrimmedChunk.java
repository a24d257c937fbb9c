package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;

/**
 * A whole chunk that is not part of any selection, and what of it is within the shape
 * that its array is cut to.
 *
 * @param chunk the index of the chunk
 * @param size its size along each dimension
 * @param inside how much of it stays along each dimension
 */
record TrimmedChunk(long[] chunk, int[] size, int[] inside) implements ChunkPart {

	static TrimmedChunk of(long[] chunk, ChunkGrid grid, long[] shape) {
		int[] size = new int[chunk.length];
		int[] inside = new int[chunk.length];
		for (int i = 0; i < chunk.length; i++) {
			size[i] = (int) grid.size(i, chunk[i]);
			inside[i] = (int) Math.max(0, Math.min(size[i], shape[i] - grid.start(i, chunk[i])));
		}
		return new TrimmedChunk(chunk, size, inside);
	}

	/**
	 * Whether nothing of it stays.
	 */
	boolean isOutside() {
		for (int i = 0; i < this.size.length; i++) {
			if (this.inside[i] == 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a part of it goes.
	 */
	boolean isEdge() {
		for (int i = 0; i < this.size.length; i++) {
			if (this.inside[i] < this.size[i]) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a part of it is in an array of a shape.
	 */
	boolean isIn(long[] shape, ChunkGrid grid) {
		for (int i = 0; i < this.size.length; i++) {
			if (grid.start(i, this.chunk[i]) >= shape[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a part that goes is in an array of a shape.
	 */
	boolean growsTo(long[] shape, ChunkGrid grid) {
		for (int i = 0; i < this.size.length; i++) {
			if (this.inside[i] < this.size[i] && grid.start(i, this.chunk[i]) + this.inside[i] < shape[i]) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The parts that go, dimension by dimension.
	 */
	List<Region> outside() {
		List<Region> outside = new ArrayList<>();
		for (int i = 0; i < this.size.length; i++) {
			if (this.inside[i] < this.size[i]) {
				int[] start = new int[this.size.length];
				int[] count = this.size.clone();
				start[i] = this.inside[i];
				count[i] = this.size[i] - this.inside[i];
				outside.add(new Region(start, Region.all(this.size).step(), count));
			}
		}
		return outside;
	}

	@Override
	public Region region() {
		return Region.all(this.size);
	}

	@Override
	public ArrayView view(ArrayView values) {
		return values;
	}

	@Override
	public ChunkPart alone() {
		return this;
	}

	@Override
	public int[] shape() {
		return this.size;
	}

}
