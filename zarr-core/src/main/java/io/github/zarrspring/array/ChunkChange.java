package io.github.zarrspring.array;

import java.nio.ByteBuffer;

import io.github.zarrspring.codec.ArrayView;
import io.github.zarrspring.codec.Region;
import io.github.zarrspring.codec.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * A stored chunk of which a part is being changed. For one thread at a time.
 */
interface ChunkChange {

	/**
	 * Read the values of a part.
	 * @param part the part that this change is of
	 * @param values where they go, all values of the selection
	 */
	void read(ChunkPart part, ArrayView values);

	/**
	 * Write some values, whatever was there before.
	 * @param region where in the chunk
	 * @param source the values
	 */
	void write(Region region, ArrayView source);

	/**
	 * Write the values of a part.
	 * @param part the part that this change is of
	 * @param values all values of the selection
	 */
	void write(ChunkPart part, ArrayView values);

	/**
	 * Whether all values of a region are fill value.
	 * @param region where in the chunk
	 * @return whether they are
	 */
	boolean isFilled(Region region);

	/**
	 * The chunk as it is now.
	 * @param scratch where buffers come from
	 * @return the encoded chunk, {@code null} if it is not to be stored
	 */
	@Nullable ByteBuffer encode(Scratch scratch);

}
