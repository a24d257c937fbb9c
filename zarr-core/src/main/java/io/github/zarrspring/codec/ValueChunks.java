package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;

/**
 * Chunks whose elements are changed one by one, so that of a part only its elements are
 * decoded.
 *
 * @param chunk the chunks before encoding
 * @param encodedType the data type after encoding
 * @param next the codec for the chunks after encoding
 * @param encoder makes encoded elements of a Java array, which may be changed
 * @param decoder makes decoded elements of a Java array, which may be changed
 */
record ValueChunks(ChunkRepresentation chunk, DataType encodedType, ChunkCodec next, UnaryOperator<Object> encoder,
		UnaryOperator<Object> decoder) implements ChunkCodec {

	@Override
	public ByteBuffer encode(ArrayView values, Scratch scratch) {
		DataType type = this.chunk.dataType();
		Object decoded = type.elementType().allocate(this.chunk.elements());
		ArrayView.of(type.elementType(), decoded, this.chunk.shape()).copyFrom(values);
		Object encoded = this.encoder.apply(decoded);
		return this.next.encode(ArrayView.of(this.encodedType.elementType(), encoded, this.chunk.shape()), scratch);
	}

	@Override
	public void decode(ByteBuffer bytes, Region region, ArrayView target, Scratch scratch) {
		int count = 1;
		for (int size : region.count()) {
			count *= size;
		}
		Object encoded = this.encodedType.elementType().allocate(count);
		this.next.decode(bytes, region, ArrayView.of(this.encodedType.elementType(), encoded, region.count()), scratch);
		try {
			Object decoded = this.decoder.apply(encoded);
			target.copyFrom(ArrayView.of(this.chunk.dataType().elementType(), decoded, region.count()));
		}
		catch (InvalidRequestException ex) {
			throw new CorruptDataException("A stored value cannot be decoded: " + ex.getReason(), ex);
		}
	}

	@Override
	public long[] bytesOf(Region region) {
		return this.next.bytesOf(region);
	}

	@Override
	public long maxEncodedSize() {
		return this.next.maxEncodedSize();
	}

}
