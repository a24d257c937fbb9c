package io.github.zarrspring.chunk;

import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * How the index of a chunk becomes a part of its key (Zarr v3 specification, "Chunk key
 * encoding"). Immutable.
 */
public interface ChunkKeyEncoding {

	/**
	 * The key of a chunk, relative to the path of the array.
	 * @param index the index of the chunk
	 * @return the key
	 */
	String encode(long[] index);

	/**
	 * The index of the chunk that a key belongs to.
	 * @param key a key, relative to the path of the array
	 * @param rank the rank of the array
	 * @return the index, {@code null} if it is not the key of a chunk
	 */
	long @Nullable [] decode(String key, int rank);

	/**
	 * What all chunk keys start with.
	 * @return the common start, possibly empty
	 */
	String prefix();

	/**
	 * The separator between the parts of an index.
	 * @return a slash or a period
	 */
	char separator();

	/**
	 * The encoding as metadata writes it.
	 * @return name and configuration
	 */
	Extension toExtension();

}
