package io.github.zarrspring.codec;

import java.util.function.Consumer;

import io.github.zarrspring.limits.Limits;

/**
 * The inner chunks of a shard that a region touches. Immutable.
 */
final class RegionChunks implements InnerChunks {

	private final int[] chunkShape;

	/**
	 * How many inner chunks further the next one along each dimension is.
	 */
	private final int[] strides;

	private final Region region;

	private final ArrayView values;

	private final int[] pieces;

	private final int size;

	RegionChunks(int[] chunkShape, int[] strides, Region region, ArrayView values) {
		this.chunkShape = chunkShape;
		this.strides = strides;
		this.region = region;
		this.values = values;
		this.pieces = new int[chunkShape.length];
		for (int i = 0; i < this.pieces.length; i++) {
			this.pieces[i] = pieces(i);
		}
		// No more than there are in the index, which is in memory.
		this.size = Math.toIntExact(Limits.product(this.pieces));
	}

	private int pieces(int i) {
		int count = this.region.count()[i];
		if (count == 0 || this.region.step()[i] >= this.chunkShape[i]) {
			return count;
		}
		return (int) (position(i, count - 1) / this.chunkShape[i] - position(i, 0) / this.chunkShape[i]) + 1;
	}

	private long position(int i, long index) {
		return this.region.start()[i] + index * this.region.step()[i];
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public int number(int index) {
		int number = 0;
		int rest = index;
		for (int i = this.pieces.length - 1; i >= 0; i--) {
			number += (int) chunk(i, rest % this.pieces[i]) * this.strides[i];
			rest /= this.pieces[i];
		}
		return number;
	}

	private long chunk(int i, int piece) {
		boolean single = this.region.step()[i] >= this.chunkShape[i];
		return position(i, single ? piece : 0) / this.chunkShape[i] + (single ? 0 : piece);
	}

	@Override
	public void fill(Object element) {
		this.values.fill(element);
	}

	@Override
	public InnerChunk get(int index) {
		int rank = this.pieces.length;
		int[] start = new int[rank];
		int[] step = new int[rank];
		int[] count = new int[rank];
		int[] first = new int[rank];
		int[] ones = new int[rank];
		int number = 0;
		int rest = index;
		boolean whole = true;
		for (int i = rank - 1; i >= 0; i--) {
			int piece = rest % this.pieces[i];
			rest /= this.pieces[i];
			long size = this.chunkShape[i];
			long distance = this.region.step()[i];
			long chunk = chunk(i, piece);
			long begin = chunk * size - this.region.start()[i];
			// The first index of the region that is not before the chunk, and the first
			// behind it.
			long from = (begin <= 0) ? 0 : (begin - 1) / distance + 1;
			long to = Math.min(this.region.count()[i], (begin + size - 1) / distance + 1);
			first[i] = (int) from;
			count[i] = (int) (to - from);
			start[i] = (int) (from * distance - begin);
			step[i] = (int) distance;
			ones[i] = 1;
			number += (int) chunk * this.strides[i];
			whole &= count[i] == size;
		}
		return new Piece(number, new Region(start, step, count), whole,
				this.values.slice(new Region(first, ones, count)));
	}

	private record Piece(int number, Region region, boolean whole, ArrayView values) implements InnerChunk {

		@Override
		public void receive(Consumer<ArrayView> source) {
			source.accept(this.values);
		}

		@Override
		public void put(ArrayView target) {
			target.copyFrom(this.values);
		}

		@Override
		public InnerChunks cut(Shards nested) {
			return nested.cut(this.region, this.values);
		}

	}

}
