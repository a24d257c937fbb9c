package io.github.zarrspring.codec;

/**
 * A codec that turns the values of a chunk into bytes.
 */
public interface ArrayToBytesCodec extends Codec {

	/**
	 * Prepare the codec for chunks of one kind.
	 * @param chunk the chunks that it will encode and decode
	 * @return the codec for these chunks
	 * @throws io.github.zarrspring.exception.UnsupportedExtensionException if it has no
	 * encoding for them
	 */
	ChunkCodec bind(ChunkRepresentation chunk);

}
