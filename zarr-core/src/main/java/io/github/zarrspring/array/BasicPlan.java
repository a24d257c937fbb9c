package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.limits.Limits;

/**
 * The plan of a {@link BasicSelection}: the parts are all combinations of the pieces into
 * which chunks cut the slice of each dimension.
 */
final class BasicPlan implements ChunkPlan {

	private final long[] first;

	private final long[] step;

	private final long[] count;

	private final boolean[] single;

	private final ChunkGrid grid;

	/**
	 * Along each dimension the chunk of the first piece.
	 */
	private final long[] firstChunk;

	/**
	 * Along each dimension the number of pieces.
	 */
	private final long[] pieces;

	/**
	 * Along each dimension the chunks of the pieces, where the step leaves chunks out.
	 */
	private final List<long[]> chunks = new ArrayList<>();

	BasicPlan(List<Slice> slices, long[] shape, ChunkGrid grid) {
		int rank = shape.length;
		this.grid = grid;
		this.first = new long[rank];
		this.step = new long[rank];
		this.count = new long[rank];
		this.single = new boolean[rank];
		this.firstChunk = new long[rank];
		this.pieces = new long[rank];
		for (int i = 0; i < rank; i++) {
			Slice slice = slices.get(i);
			this.first[i] = slice.first(shape[i]);
			this.step[i] = slice.step();
			this.count[i] = slice.count(shape[i]);
			this.single[i] = slice.single();
			cut(i);
		}
	}

	private void cut(int i) {
		this.chunks.add(new long[0]);
		if (this.count[i] == 0) {
			return;
		}
		long last = this.grid.indexOf(i, position(i, this.count[i] - 1));
		this.firstChunk[i] = this.grid.indexOf(i, this.first[i]);
		this.pieces[i] = last - this.firstChunk[i] + 1;
		if (this.pieces[i] > this.count[i] || this.step[i] > Arrays.stream(this.grid.sizes(i)).min().orElse(1)) {
			this.chunks.set(i, chunksOf(i));
			this.pieces[i] = this.chunks.get(i).length;
		}
	}

	/**
	 * The chunks that a slice touches whose step may be larger than a chunk: no more than
	 * it has indices.
	 */
	private long[] chunksOf(int i) {
		long[] touched = new long[(int) Limits.check("A selection size", this.count[i], Limits.MAX_CHUNK_BYTES / 8,
				"a Java array")];
		int size = 0;
		for (long k = 0; k < this.count[i]; k++) {
			long chunk = this.grid.indexOf(i, position(i, k));
			if (size == 0 || touched[size - 1] != chunk) {
				touched[size++] = chunk;
			}
		}
		return Arrays.copyOf(touched, size);
	}

	private long position(int i, long k) {
		return this.first[i] + k * this.step[i];
	}

	@Override
	public long[] shape() {
		long[] shape = new long[this.count.length];
		int rank = 0;
		for (int i = 0; i < shape.length; i++) {
			if (!this.single[i]) {
				shape[rank++] = this.count[i];
			}
		}
		return Arrays.copyOf(shape, rank);
	}

	@Override
	public long parts() {
		return Limits.product(this.pieces);
	}

	@Override
	public Part part(long number) {
		int rank = this.count.length;
		long[] chunk = new long[rank];
		int[] start = new int[rank];
		int[] step = new int[rank];
		int[] count = new int[rank];
		int[] target = new int[rank];
		long rest = number;
		for (int i = rank - 1; i >= 0; i--) {
			long piece = rest % this.pieces[i];
			rest /= this.pieces[i];
			long[] listed = this.chunks.get(i);
			chunk[i] = (listed.length > 0) ? listed[(int) piece] : this.firstChunk[i] + piece;
			long chunkStart = this.grid.start(i, chunk[i]);
			long chunkEnd = chunkStart + this.grid.size(i, chunk[i]);
			// The first index of the slice that is not before the chunk, and the first
			// behind it.
			long from = (chunkStart <= this.first[i]) ? 0 : (chunkStart - this.first[i] - 1) / this.step[i] + 1;
			long to = Math.min(this.count[i], (chunkEnd - this.first[i] - 1) / this.step[i] + 1);
			start[i] = (int) (position(i, from) - chunkStart);
			step[i] = (int) Math.min(this.step[i], Integer.MAX_VALUE);
			count[i] = (int) (to - from);
			target[i] = (int) from;
		}
		return new Part(chunk, new Region(start, step, count), target, this.single);
	}

	/**
	 * A part.
	 *
	 * @param chunk the index of the chunk
	 * @param region the part of the chunk
	 * @param target where its values are in the result, dimension by dimension
	 * @param single which dimensions the result does not have
	 */
	record Part(long[] chunk, Region region, int[] target, boolean[] single) implements ChunkPart {

		@Override
		public ArrayView view(ArrayView values) {
			int rank = this.target.length;
			int extra = values.shape().length - rank(this.single);
			int[] shape = new int[rank + extra];
			int[] strides = new int[rank + extra];
			int offset = values.offset();
			int dimension = 0;
			for (int i = 0; i < rank; i++) {
				shape[i] = this.region.count()[i];
				if (!this.single[i]) {
					strides[i] = values.strides()[dimension++];
					offset += this.target[i] * strides[i];
				}
			}
			for (int i = 0; i < extra; i++) {
				shape[rank + i] = values.shape()[dimension + i];
				strides[rank + i] = values.strides()[dimension + i];
			}
			return new ArrayView(values.type(), values.array(), offset, shape, strides);
		}

		@Override
		public ChunkPart alone() {
			return new Part(this.chunk, this.region, new int[this.target.length], this.single);
		}

		@Override
		public int[] shape() {
			int[] shape = new int[rank(this.single)];
			int dimension = 0;
			for (int i = 0; i < this.single.length; i++) {
				if (!this.single[i]) {
					shape[dimension++] = this.region.count()[i];
				}
			}
			return shape;
		}

		private static int rank(boolean[] single) {
			int rank = 0;
			for (boolean dropped : single) {
				rank += dropped ? 0 : 1;
			}
			return rank;
		}

	}

}
