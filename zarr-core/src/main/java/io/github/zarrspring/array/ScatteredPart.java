package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.function.Consumer;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.InnerChunks;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.codec.Shards;
import io.github.zarrspring.limits.Limits;

/**
 * A part whose values do not lie in the result as they lie in the chunk: what is decoded
 * goes through an array of the size of the region, once for all points in it. In a shard
 * that is done for each inner chunk that has some of them, and the others are not
 * touched.
 */
abstract class ScatteredPart implements ChunkPart {

	private final long[] chunk;

	private final Region region;

	private final boolean dense;

	/**
	 * The number of dimensions of all values, but for the slots of an element.
	 */
	private final int rank;

	ScatteredPart(long[] chunk, Region region, boolean dense, int rank) {
		this.chunk = chunk;
		this.region = region;
		this.dense = dense;
		this.rank = rank;
	}

	@Override
	public final long[] chunk() {
		return this.chunk;
	}

	@Override
	public final Region region() {
		return this.region;
	}

	@Override
	public final boolean isDense() {
		return this.dense;
	}

	@Override
	public final ArrayView view(ArrayView values) {
		ArrayView copy = allocate(values);
		put(values, copy);
		return copy;
	}

	@Override
	public final void receive(ArrayView values, Consumer<ArrayView> source) {
		ArrayView decoded = allocate(values);
		source.accept(decoded);
		get(decoded, values);
	}

	@Override
	public final InnerChunks within(Shards shards, ArrayView values) {
		long[] shape = Arrays.stream(shards.chunkShape()).asLongStream().toArray();
		return new ScatteredChunks(cut(new RegularGrid(shape)), values, shards);
	}

	/**
	 * The same elements as parts of the inner chunks that the chunk is divided into.
	 * @param grid the inner chunks within the chunk
	 */
	abstract ChunkPlan cut(ChunkGrid grid);

	/**
	 * Room for the values of the region.
	 */
	private ArrayView allocate(ArrayView values) {
		int[] count = this.region.count();
		int[] shape = count;
		if (values.shape().length > this.rank) {
			shape = Arrays.copyOf(count, count.length + 1);
			shape[count.length] = values.shape()[this.rank];
		}
		return ArrayView.of(values.type(), values.type().allocate(Math.toIntExact(Limits.product(shape))), shape);
	}

	/**
	 * The number of slots of an element.
	 */
	final int slots(ArrayView values) {
		return (values.shape().length > this.rank) ? values.shape()[this.rank] : 1;
	}

	/**
	 * Positions as slots.
	 */
	static int[] times(int[] positions, int stride) {
		if (stride == 1) {
			return positions;
		}
		int[] slots = new int[positions.length];
		for (int i = 0; i < slots.length; i++) {
			slots[i] = positions[i] * stride;
		}
		return slots;
	}

}
