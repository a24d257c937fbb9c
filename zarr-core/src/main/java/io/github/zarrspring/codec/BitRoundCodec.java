package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Map;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The codec {@code bitround} of v3 (Zarr extensions, "bitround"). Reading changes
 * nothing, so chunks of every data type are read; floats and complex numbers are rounded
 * when they are written, the others are refused then.
 *
 * @param filter the filter of v2
 */
record BitRoundCodec(BitRoundFilter filter) implements ArrayToArrayCodec {

	@Override
	public ChunkRepresentation encoded(ChunkRepresentation chunk) {
		return chunk;
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk, ChunkCodec next) {
		return new Chunks(this.filter, chunk, next);
	}

	@Override
	public Extension toExtension() {
		return Extension.of("bitround", this.filter.configuration());
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return this.filter.toV2();
	}

	/**
	 * Chunks of one kind.
	 */
	private record Chunks(BitRoundFilter filter, ChunkRepresentation chunk, ChunkCodec next) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView values, Scratch scratch) {
			DataType type = this.chunk.dataType();
			ElementType elements = type.elementType();
			Object rounded = elements.allocate(this.chunk.elements() * type.slots());
			ArrayView view = ArrayView.of(elements, rounded, this.chunk.slotShape());
			view.copyFrom(values);
			this.filter.round(rounded, mantissaBits(type));
			return this.next.encode(view, scratch);
		}

		private static int mantissaBits(DataType type) {
			return switch (type.name()) {
				case "bfloat16" -> 7;
				case "float16" -> 10;
				case "float32", "complex64" -> 23;
				case "float64", "complex128" -> 52;
				default -> throw BitRoundFilter.unwritable(type.name());
			};
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			this.next.decode(encoded, region, target, scratch);
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

}
