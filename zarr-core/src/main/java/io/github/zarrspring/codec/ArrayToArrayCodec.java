package io.github.zarrspring.codec;

/**
 * A codec that turns the values of a chunk into other values.
 */
public interface ArrayToArrayCodec extends Codec {

	/**
	 * What the codec makes of chunks of one kind.
	 * @param chunk the chunks before encoding
	 * @return the chunks after encoding
	 * @throws io.github.zarrspring.exception.UnsupportedExtensionException if it has no
	 * encoding for them
	 */
	ChunkRepresentation encoded(ChunkRepresentation chunk);

	/**
	 * Prepare the codec for chunks of one kind.
	 * @param chunk the chunks before encoding
	 * @param next the codec for the chunks after encoding
	 * @return the codec for the chunks before encoding
	 */
	ChunkCodec bind(ChunkRepresentation chunk, ChunkCodec next);

}
