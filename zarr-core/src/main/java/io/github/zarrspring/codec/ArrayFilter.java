package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.dtype.Rows;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * A filter of numcodecs in v3, where it goes before the values become bytes.
 *
 * @param filter what changes the numbers
 */
record ArrayFilter(NumberFilter filter) implements ArrayToArrayCodec {

	/**
	 * The codec of v3 for a filter.
	 */
	static ArrayToArrayCodec of(NumberFilter filter) {
		return (filter instanceof BitRoundFilter rounding) ? new BitRoundCodec(rounding) : new ArrayFilter(filter);
	}

	/**
	 * The filter for chunks of one kind.
	 */
	private NumberFilter filter(ChunkRepresentation chunk) {
		NumberType input = NumberType.of(chunk.dataType(), ByteOrder.LITTLE_ENDIAN);
		NumberFilter filter = this.filter.forInput(input).withOrder(ByteOrder.LITTLE_ENDIAN);
		if (input == null || input.size() != filter.decodedType().size()) {
			throw new UnsupportedExtensionException("The codec '%s' for '%s' has no encoding for the data type '%s'"
				.formatted(toExtension().name(), filter.decodedType().toV2(), chunk.dataType().name()));
		}
		return filter;
	}

	@Override
	public ChunkRepresentation encoded(ChunkRepresentation chunk) {
		NumberFilter filter = filter(chunk);
		int count = chunk.elements();
		int[] shape = (filter.encodedCount(count) == count) ? chunk.shape() : new int[] { filter.encodedCount(count) };
		return new ChunkRepresentation(encodedType(filter, chunk), shape, encodedFill(filter, chunk));
	}

	private static DataType encodedType(NumberFilter filter, ChunkRepresentation chunk) {
		boolean same = filter.encodedType().isLike(filter.decodedType());
		return same ? chunk.dataType() : filter.encodedType().dataType();
	}

	private static Object encodedFill(NumberFilter filter, ChunkRepresentation chunk) {
		ByteBuffer bytes = ByteBuffer.allocate(filter.decodedType().size());
		chunk.dataType().view(bytes, ByteOrder.LITTLE_ENDIAN).put(Rows.of(1), chunk.fillValue());
		Object numbers = filter.encode(filter.decodedType().read(bytes));
		ByteBuffer encoded = ByteBuffer.allocate(filter.encodedCount(1) * filter.encodedType().size());
		filter.encodedType().write(numbers, encoded);
		DataType type = encodedType(filter, chunk);
		Object element = type.elementType().allocate(1);
		type.view(encoded, ByteOrder.LITTLE_ENDIAN).get(Rows.of(1), element);
		return element;
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk, ChunkCodec next) {
		return new Chunks(filter(chunk), new BytesCodec(ByteOrder.LITTLE_ENDIAN).bind(chunk), encoded(chunk), next,
				chunk.elements());
	}

	@Override
	public Extension toExtension() {
		return this.filter.toExtension();
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return this.filter.toV2();
	}

	/**
	 * The filter as v2 has it, where the bytes that it works on have an order.
	 * @param input what the numbers are, {@code null} if they are none
	 * @return the filter
	 */
	NumberFilter inOrder(@Nullable NumberType input) {
		NumberFilter filter = this.filter.forInput(input);
		return (input != null) ? filter.withOrder(input.order()) : filter;
	}

	/**
	 * Chunks of one shape.
	 */
	private record Chunks(NumberFilter filter, ChunkCodec bytes, ChunkRepresentation encoded, ChunkCodec next,
			int elements) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			boolean last = scratch.last(false);
			ByteBuffer filtered = this.filter.encode(this.bytes.encode(chunk, scratch), scratch);
			scratch.last(last);
			ElementType type = this.encoded.dataType().elementType();
			int count = this.encoded.elements();
			Object values = type.allocate(count);
			this.encoded.dataType().view(filtered, ByteOrder.LITTLE_ENDIAN).get(Rows.of(count), values);
			return this.next.encode(ArrayView.of(type, values, this.encoded.shape()), scratch);
		}

		@Override
		public void decode(ByteBuffer encodedBytes, Region region, ArrayView target, Scratch scratch) {
			ElementType type = this.encoded.dataType().elementType();
			int count = this.encoded.elements();
			Object values = type.allocate(count);
			ArrayView view = ArrayView.of(type, values, this.encoded.shape());
			this.next.decode(encodedBytes, Region.all(this.encoded.shape()), view, scratch);
			ByteBuffer filtered = scratch.takeHeap(count * this.encoded.dataType().itemSize());
			this.encoded.dataType().view(filtered, ByteOrder.LITTLE_ENDIAN).put(Rows.of(count), values);
			ByteBuffer bytes = this.filter.decode(filtered, this.elements * this.filter.decodedType().size(), scratch);
			this.bytes.decode(bytes, region, target, scratch);
		}

		@Override
		public long maxEncodedSize() {
			return this.next.maxEncodedSize();
		}

		@Override
		public long maxStoredSize() {
			return this.next.maxStoredSize();
		}

		@Override
		public String toString() {
			return this.filter + Arrays.toString(this.encoded.shape());
		}

	}

}
