package io.github.zarrspring.codec;

import java.nio.ByteBuffer;

import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A codec or pipeline of codecs, prepared for chunks of one representation. Safe for use
 * by several threads, each with a {@link Scratch} of its own.
 */
public interface ChunkCodec {

	/**
	 * The size of encoded chunks whose elements vary in size: any that a chunk may have.
	 */
	long UNKNOWN_SIZE = Limits.MAX_CHUNK_BYTES;

	/**
	 * Encode a chunk.
	 * @param chunk the values of the whole chunk
	 * @param scratch where buffers come from
	 * @return the encoded chunk from the position to the limit, in a buffer of the
	 * scratch
	 */
	ByteBuffer encode(ArrayView chunk, Scratch scratch);

	/**
	 * Decode a part of a chunk straight to where its values belong.
	 * @param encoded the encoded chunk from the position to the limit, not to be changed
	 * @param region the part to decode
	 * @param target where the values go, of the shape of the region
	 * @param scratch where buffers come from
	 * @throws io.github.zarrspring.exception.CorruptDataException if the bytes are not an
	 * encoded chunk of this representation
	 */
	void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch);

	/**
	 * The inner chunks, where the chunk is a shard whose inner chunks can be read and
	 * written by themselves.
	 * @return the layout of the shard, {@code null} if the chunk is coded as a whole
	 */
	default @Nullable Shards shards() {
		return null;
	}

	/**
	 * Which of its bytes are needed to decode a part of a chunk.
	 * @param region the part, which is not empty
	 * @return the first byte and the one behind the last
	 */
	default long[] bytesOf(Region region) {
		return new long[] { 0, Long.MAX_VALUE };
	}

	/**
	 * The size of an encoded chunk.
	 * @return the most bytes that an encoded chunk has, at least {@link #UNKNOWN_SIZE}
	 * where that cannot be said
	 */
	long maxEncodedSize();

	/**
	 * The size that an encoded chunk may have that anybody wrote. More is never read: a
	 * longer value cannot be such a chunk.
	 * @return the most bytes, at least {@link #UNKNOWN_SIZE} where that cannot be said
	 */
	default long maxStoredSize() {
		return maxEncodedSize();
	}

}
