package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code vlen-array}: elements that are arrays of numbers, each of any length
 * (numcodecs, "VLenArray"). Such an element is the bytes of its numbers, and what is
 * stored is what {@code vlen-bytes} stores.
 *
 * @param dtype the type string of the numbers, which says their byte order
 * @param itemSize the size of a number in bytes
 */
record VlenArrayCodec(String dtype, int itemSize) implements ArrayToBytesCodec {

	private static final String ID = "vlen-array";

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk) {
		return new Chunks(new VlenCodec(false).bind(chunk), this.itemSize, this.dtype);
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs." + ID, Map.of("dtype", this.dtype));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", ID);
		json.put("dtype", this.dtype);
		return json;
	}

	/**
	 * Chunks whose elements are whole numbers of numbers.
	 */
	private record Chunks(ChunkCodec bytes, int itemSize, String dtype) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			ByteBuffer encoded = this.bytes.encode(chunk, scratch);
			int odd = oddLength(encoded);
			if (odd >= 0) {
				throw new InvalidRequestException("An element of %d bytes is no array of '%s', which have %d bytes each"
					.formatted(odd, this.dtype, this.itemSize));
			}
			return encoded;
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			this.bytes.decode(encoded, region, target, scratch);
			int odd = oddLength(encoded);
			if (odd >= 0) {
				throw new CorruptDataException("An element of %d bytes is no array of '%s', which have %d bytes each"
					.formatted(odd, this.dtype, this.itemSize));
			}
		}

		/**
		 * The first length that does not fit, -1 if there is none.
		 */
		private int oddLength(ByteBuffer encoded) {
			ByteBuffer source = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
			for (int count = source.getInt(); count > 0; count--) {
				int length = source.getInt();
				if (length % this.itemSize != 0) {
					return length;
				}
				source.position(source.position() + length);
			}
			return -1;
		}

		@Override
		public long maxEncodedSize() {
			return this.bytes.maxEncodedSize();
		}

	}

	/**
	 * Makes the codec, which v3 does not have.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of();
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("dtype");
			String dtype = configuration.string("dtype", null);
			return new VlenArrayCodec(dtype, NumberType.parse(dtype).dataType().itemSize());
		}

	}

}
