package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code bytes} codec: the elements in C order, in one byte order (Zarr v3
 * specification, "Bytes codec").
 *
 * @param order the byte order, {@code null} if the elements have one byte
 */
public record BytesCodec(@Nullable ByteOrder order) implements ArrayToBytesCodec {

	static final String NAME = "bytes";

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk) {
		ElementType type = chunk.dataType().elementType();
		if (chunk.dataType().itemSize() == 0) {
			throw new UnsupportedExtensionException(
					"The codec 'bytes' has no encoding for the data type '%s'".formatted(chunk.dataType().name()));
		}
		if (this.order == null && chunk.dataType().isOrdered()) {
			throw new CorruptDataException(
					"The codec 'bytes' has no 'endian' for the data type '%s'".formatted(chunk.dataType().name()));
		}
		ByteOrder order = (this.order != null) ? this.order : ByteOrder.LITTLE_ENDIAN;
		return new Chunks(chunk.dataType(), order, chunk.shape(), ArrayView.strides(chunk.slotShape()),
				chunk.elements() * chunk.dataType().itemSize());
	}

	@Override
	public Extension toExtension() {
		if (this.order == null) {
			return Extension.of(NAME);
		}
		return Extension.of(NAME, Map.of("endian", (this.order == ByteOrder.BIG_ENDIAN) ? "big" : "little"));
	}

	/**
	 * Chunks of one shape, in elements. The strides are in slots; where an element has
	 * several, the last stride is theirs.
	 */
	private record Chunks(DataType type, ByteOrder order, int[] shape, int[] strides, int size) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			ByteBuffer encoded = scratch.takeResult(this.size);
			ChunkElements elements = new ChunkElements(encoded, this.type, this.order, scratch, true);
			StridedLoop.run(this.shape, chunk.offset(), chunk.strides(), 0, this.strides,
					(rows) -> elements.put(rows, chunk.array()));
			return encoded;
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			if (encoded.remaining() != this.size) {
				throw new CorruptDataException(
						"The chunk decodes to %d bytes instead of %d".formatted(encoded.remaining(), this.size));
			}
			boolean whole = Arrays.equals(region.count(), this.shape);
			ChunkElements elements = new ChunkElements(encoded, this.type, this.order, scratch, whole);
			int[] strides = this.strides.clone();
			int offset = 0;
			for (int i = 0; i < region.count().length; i++) {
				offset += region.start()[i] * strides[i];
				strides[i] *= region.step()[i];
			}
			StridedLoop.run(Arrays.copyOf(target.shape(), this.shape.length), offset, strides, target.offset(),
					target.strides(), (rows) -> elements.get(rows, target.array()));
		}

		@Override
		public long[] bytesOf(Region region) {
			long first = 0;
			long last = this.type.slots() - 1;
			for (int i = 0; i < region.count().length; i++) {
				first += (long) region.start()[i] * this.strides[i];
				last += (region.start()[i] + (region.count()[i] - 1L) * region.step()[i]) * this.strides[i];
			}
			return new long[] { first * this.type.elementType().slotBytes(),
					(last + 1) * this.type.elementType().slotBytes() };
		}

		@Override
		public long maxEncodedSize() {
			return this.size;
		}

	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			// What the drafts of v3 called it.
			return Set.of(NAME, "endian");
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("endian");
			if (configuration.isEmpty()) {
				return new BytesCodec(null);
			}
			String endian = configuration.string("endian", null, "big", "little");
			return new BytesCodec(endian.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		}

	}

}
