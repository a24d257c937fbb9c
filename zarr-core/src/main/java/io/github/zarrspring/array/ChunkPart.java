package io.github.zarrspring.array;

import java.util.function.Consumer;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.InnerChunks;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.codec.Shards;

/**
 * The part of one chunk that a selection touches.
 */
public interface ChunkPart {

	/**
	 * The chunk.
	 * @return the index of the chunk, not to be changed
	 */
	long[] chunk();

	/**
	 * The part of the chunk.
	 * @return the smallest region that holds all that is selected
	 */
	Region region();

	/**
	 * Whether all of the region is selected.
	 * @return whether no element of it is left out
	 */
	default boolean isDense() {
		return true;
	}

	/**
	 * The values of the region among all values of the selection.
	 * @param values all values, of the shape of the plan and, for elements of several
	 * slots, one dimension more
	 * @return those that are in the chunk, of the shape of the region: a view of them
	 * where they lie as regularly as the region does, otherwise a copy
	 */
	ArrayView view(ArrayView values);

	/**
	 * Bring the values of the region to where they belong among all values.
	 * @param values all values, as for {@link #view}
	 * @param source what puts the values of the region into a view of its shape
	 */
	default void receive(ArrayView values, Consumer<ArrayView> source) {
		source.accept(view(values));
	}

	/**
	 * Copy what is selected of the region to where it belongs among all values.
	 * @param region the region of the chunk
	 * @param values all values, as for {@link #view}
	 */
	default void get(ArrayView region, ArrayView values) {
		view(values).copyFrom(region);
	}

	/**
	 * Copy those of all values that belong to the chunk to the region. Of several values
	 * for one element the last one stays.
	 * @param values all values, as for {@link #view}
	 * @param region the region of the chunk
	 */
	default void put(ArrayView values, ArrayView region) {
		region.copyFrom(view(values));
	}

	/**
	 * The inner chunks that are touched of a chunk that is a shard.
	 * @param shards the layout of the shard
	 * @param values all values, as for {@link #view}
	 * @return the inner chunks with their parts of the values
	 */
	default InnerChunks within(Shards shards, ArrayView values) {
		return shards.cut(region(), view(values));
	}

	/**
	 * This part as the only one of its selection.
	 * @return the same part of the chunk, whose values have the shape of {@link #shape}
	 */
	ChunkPart alone();

	/**
	 * The shape that the values of the part have in the result.
	 * @return the shape of the region without the dimensions that the result does not
	 * have; one dimension where single elements are selected
	 */
	int[] shape();

}
