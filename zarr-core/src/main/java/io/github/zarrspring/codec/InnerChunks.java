package io.github.zarrspring.codec;

import java.util.function.Consumer;

/**
 * The inner chunks of a shard that are touched, and the values that go to them or come
 * from them. They are made one by one as they are asked for. Safe for use by several
 * threads.
 */
public interface InnerChunks {

	/**
	 * The number of inner chunks.
	 * @return how many are touched
	 */
	int size();

	/**
	 * The number of an inner chunk in the index of the shard.
	 * @param index which of those that are touched, from 0
	 * @return the number
	 */
	int number(int index);

	/**
	 * An inner chunk.
	 * @param index which of those that are touched, from 0
	 * @return the inner chunk with the part of it that is touched
	 */
	InnerChunk get(int index);

	/**
	 * Set all values to one element, as those of a shard that is not stored.
	 * @param element the slots of one element
	 */
	void fill(Object element);

	/**
	 * An inner chunk that is touched. Its regions and views have their dimensions as the
	 * shard has them encoded.
	 */
	interface InnerChunk {

		/**
		 * Its number in the index of the shard.
		 * @return the number
		 */
		int number();

		/**
		 * The part of it that is touched.
		 * @return the smallest region that holds all that is touched
		 */
		Region region();

		/**
		 * Whether every element of it is touched.
		 * @return whether nothing of it is left out
		 */
		boolean whole();

		/**
		 * Bring the values of the region to where they belong.
		 * @param source what puts the values of the region into a view of its shape
		 */
		void receive(Consumer<ArrayView> source);

		/**
		 * The values of an inner chunk of which every element is touched.
		 * @return the values, of the shape of the region
		 */
		ArrayView values();

		/**
		 * Copy the values that are touched to where they belong in the inner chunk.
		 * @param target the values of the region
		 */
		void put(ArrayView target);

		/**
		 * The inner chunks of this one, which is a shard itself.
		 * @param nested its layout
		 * @return those of its inner chunks that are touched
		 */
		InnerChunks cut(Shards nested);

	}

}
