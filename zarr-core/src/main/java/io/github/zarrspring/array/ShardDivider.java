package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.zarrspring.chunk.ChunkGrid;
import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ArrayMetadata;

/**
 * Takes the chunks out of shards for an array that has none, some megabytes at a time
 * however large the shards are.
 *
 * @param array the metadata of the array with shards
 * @param chunks its chunks
 * @param inner the shape of the innermost chunks
 */
record ShardDivider(ArrayMetadata array, ChunkStore chunks, long[] inner) {

	private static final long BLOCK_BYTES = 8L << 20;

	/**
	 * Take the chunks out of one shard.
	 * @param shard the shard
	 * @param target what is given each chunk that is in the array, by its index in the
	 * grid of innermost chunks
	 */
	void divide(long[] shard, BiConsumer<long[], ArrayView> target) {
		int rank = shard.length;
		ChunkGrid grid = this.array.chunkGrid();
		long[] start = new long[rank];
		long[] size = new long[rank];
		for (int i = 0; i < rank; i++) {
			start[i] = grid.start(i, shard[i]);
			// Up to the end of the array: whole chunks, whatever of them is outside.
			long inside = Math.min(grid.size(i, shard[i]), this.array.shape()[i] - start[i]);
			size[i] = (inside + this.inner[i] - 1) / this.inner[i] * this.inner[i];
		}
		ChunkPlan blocks = plan(size, block(size));
		for (long number = 0; number < blocks.parts(); number++) {
			BasicPlan.Part block = (BasicPlan.Part) blocks.part(number);
			int[] shape = block.region().count();
			NdArray values = NdArray.zeros(this.array.dataType(), shape);
			Region region = new Region(block.target(), block.region().step(), shape);
			this.chunks.read(new BasicPlan.Part(shard, region, new int[rank], new boolean[rank]), values.view());
			ChunkPlan parts = plan(Arrays.stream(shape).asLongStream().toArray(), this.inner);
			for (long i = 0; i < parts.parts(); i++) {
				ChunkPart part = parts.part(i);
				target.accept(index(start, block.target(), part.chunk()), part.view(values.view()));
			}
		}
	}

	private long[] index(long[] shard, int[] block, long[] chunk) {
		long[] index = new long[chunk.length];
		for (int i = 0; i < index.length; i++) {
			index[i] = (shard[i] + block[i]) / this.inner[i] + chunk[i];
		}
		return index;
	}

	/**
	 * As many chunks side by side as there is room for.
	 */
	private long[] block(long[] size) {
		long[] block = new long[size.length];
		long room = BLOCK_BYTES / Limits.product(Limits.product(this.inner), this.array.dataType().memorySize());
		for (int i = size.length - 1; i >= 0; i--) {
			long count = Math.max(1, Math.min(room, size[i] / this.inner[i]));
			block[i] = count * this.inner[i];
			room /= count;
		}
		return block;
	}

	private static ChunkPlan plan(long[] shape, long[] chunkShape) {
		List<Slice> all = Collections.nCopies(shape.length, Slice.all());
		return new BasicPlan(all, shape, new RegularGrid(chunkShape));
	}

}
