package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.function.Consumer;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.InnerChunks;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.codec.Shards;

/**
 * The inner chunks that have elements of a {@link ScatteredPart}.
 *
 * @param plan the elements, inner chunk by inner chunk
 * @param values all values
 * @param shards the layout of the shard
 */
record ScatteredChunks(ChunkPlan plan, ArrayView values, Shards shards) implements InnerChunks {

	@Override
	public int size() {
		// No more than there are in the index, which is in memory.
		return Math.toIntExact(this.plan.parts());
	}

	@Override
	public int number(int index) {
		return this.shards.number(this.plan.chunk(index));
	}

	@Override
	public InnerChunk get(int index) {
		return new Piece(this.plan.part(index), this.values, this.shards);
	}

	@Override
	public void fill(Object element) {
		for (int i = 0; i < size(); i++) {
			get(i).receive((view) -> view.fill(element));
		}
	}

	private record Piece(ChunkPart part, ArrayView all, Shards shards) implements InnerChunk {

		@Override
		public int number() {
			return this.shards.number(this.part.chunk());
		}

		@Override
		public Region region() {
			return this.shards.encoded(this.part.region());
		}

		@Override
		public boolean whole() {
			return this.part.isDense() && Arrays.equals(this.part.region().count(), this.shards.chunkShape());
		}

		@Override
		public void receive(Consumer<ArrayView> source) {
			this.part.receive(this.all, (view) -> source.accept(this.shards.encoded(view)));
		}

		@Override
		public ArrayView values() {
			return this.shards.encoded(this.part.view(this.all));
		}

		@Override
		public void put(ArrayView target) {
			this.part.put(this.all, this.shards.decoded(target));
		}

		@Override
		public InnerChunks cut(Shards nested) {
			return this.part.within(this.shards.decoded(nested), this.all);
		}

	}

}
