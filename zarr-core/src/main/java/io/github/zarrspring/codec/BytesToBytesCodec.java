package io.github.zarrspring.codec;

import java.nio.ByteBuffer;

/**
 * A codec that turns bytes into other bytes: compression, checksums.
 */
public interface BytesToBytesCodec extends Codec {

	/**
	 * How much longer than encoders have to make them encoded bytes may be in any case.
	 */
	int SLACK = 1 << 16;

	/**
	 * Encode.
	 * @param decoded the bytes from the position to the limit, not to be changed
	 * @param scratch where buffers come from
	 * @return the encoded bytes from the position to the limit, in a buffer of the
	 * scratch
	 */
	ByteBuffer encode(ByteBuffer decoded, Scratch scratch);

	/**
	 * Decode.
	 * @param encoded the bytes from the position to the limit, not to be changed
	 * @param maxSize the most bytes that may come out; never more than that is allocated
	 * @param scratch where buffers come from
	 * @return the decoded bytes from the position to the limit, in a buffer of the
	 * scratch or in a part of the encoded bytes
	 * @throws io.github.zarrspring.exception.CorruptDataException if the bytes do not
	 * decode or more than the most would come out
	 */
	ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch);

	/**
	 * Decode if only some bytes are needed, which spares work where blocks of bytes are
	 * encoded by themselves.
	 * @param encoded the bytes from the position to the limit, not to be changed
	 * @param maxSize the most bytes that may come out
	 * @param from the first decoded byte that is needed
	 * @param to the decoded byte behind the last that is needed
	 * @param scratch where buffers come from
	 * @return as many bytes as all that were encoded, those that are not needed with any
	 * content
	 * @throws io.github.zarrspring.exception.CorruptDataException as for
	 * {@link #decode(ByteBuffer, int, Scratch)}
	 */
	default ByteBuffer decode(ByteBuffer encoded, int maxSize, long from, long to, Scratch scratch) {
		return decode(encoded, maxSize, scratch);
	}

	/**
	 * The most bytes that encoding gives.
	 * @param decodedSize the number of bytes to encode at most
	 * @return the number of encoded bytes at most
	 */
	long maxEncodedSize(long decodedSize);

	/**
	 * The most bytes that are taken for the result of encoding, whoever encoded them. Not
	 * all encoders do as well as they could, and some storage pads files: what is not of
	 * a fixed size may be twice as long as it has to be, and {@link #SLACK} bytes more.
	 * @param decodedSize the number of bytes to encode at most
	 * @return the number of encoded bytes at most
	 */
	default long maxStoredSize(long decodedSize) {
		long size = maxEncodedSize(decodedSize);
		boolean exact = hasFixedSize() || isFilter();
		return exact ? size : (size > (Long.MAX_VALUE - SLACK) / 2) ? Long.MAX_VALUE : 2 * size + SLACK;
	}

	/**
	 * Whether the number of encoded bytes follows from the number of bytes to encode, as
	 * that of a checksum does: what the codecs of the index of a shard have to have.
	 * @return whether {@link #maxEncodedSize} is always the size
	 */
	default boolean hasFixedSize() {
		return false;
	}

	/**
	 * This codec for bytes that are elements of one size.
	 * @param itemSize the size of an element in bytes, 0 if it varies
	 * @return the codec, with that in its configuration if it did not say
	 */
	default BytesToBytesCodec forItemSize(int itemSize) {
		return this;
	}

	/**
	 * The size of an element after encoding.
	 * @param itemSize the size of an element before it in bytes, 0 if it varies
	 * @return the size in bytes, 0 if there are no elements any more
	 */
	default int encodedItemSize(int itemSize) {
		return itemSize;
	}

	/**
	 * Whether encoding needs bytes in an array, so that others are copied first.
	 * @return whether the codec before does well to put them there
	 */
	default boolean worksOnArrays() {
		return false;
	}

	/**
	 * Whether v2 has this among the filters even if it is the last codec.
	 * @return whether it is no compressor
	 */
	default boolean isFilter() {
		return false;
	}

}
