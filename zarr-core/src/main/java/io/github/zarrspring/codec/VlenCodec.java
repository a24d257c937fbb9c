package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.dtype.UnicodeText;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The codecs {@code vlen-utf8} and {@code vlen-bytes}: the number of elements, and of
 * each element its length and its bytes, numbers of four little-endian bytes (Zarr
 * extensions, "vlen-utf8" and "vlen-bytes"; numcodecs).
 *
 * @param text whether the elements are text
 */
public record VlenCodec(boolean text) implements ArrayToBytesCodec {

	private static final String TEXT_NAME = "vlen-utf8";

	private static final String BYTES_NAME = "vlen-bytes";

	/**
	 * What an object takes besides its content: those of a text are two.
	 */
	private static final int TEXT_OVERHEAD = 48;

	private static final int BYTES_OVERHEAD = 24;

	/**
	 * How much memory an element takes. How many bytes a character of it has cannot be
	 * known.
	 */
	static long heldBytes(@Nullable Object element) {
		if (element instanceof String text) {
			return text.isEmpty() ? 0 : TEXT_OVERHEAD + 2L * text.length();
		}
		return (element instanceof byte[] bytes) ? BYTES_OVERHEAD + bytes.length : 0;
	}

	private String name() {
		return this.text ? TEXT_NAME : BYTES_NAME;
	}

	@Override
	public ChunkCodec bind(ChunkRepresentation chunk) {
		ElementType expected = this.text ? ElementType.STRINGS : ElementType.BYTE_STRINGS;
		DataType type = chunk.dataType();
		if (type.elementType() != expected) {
			throw new UnsupportedExtensionException(
					"The codec '%s' has no encoding for the data type '%s'".formatted(name(), type.name()));
		}
		return new Chunks(this.text, type, chunk.shape(), chunk.elements());
	}

	@Override
	public Extension toExtension() {
		return Extension.of(name());
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", name());
		return json;
	}

	/**
	 * Chunks of one shape.
	 */
	private record Chunks(boolean text, DataType type, int[] shape, int elements) implements ChunkCodec {

		@Override
		public ByteBuffer encode(ArrayView chunk, Scratch scratch) {
			Object[] values = (Object[]) this.type.elementType().allocate(this.elements);
			ArrayView.of(this.type.elementType(), values, this.shape).copyFrom(chunk);
			byte[][] items = new byte[values.length][];
			long size = Integer.BYTES;
			for (int i = 0; i < items.length; i++) {
				items[i] = bytes(values[i]);
				size += Integer.BYTES + items[i].length;
			}
			if (size > Limits.MAX_CHUNK_BYTES) {
				throw new LimitExceededException(
						"A chunk of %d bytes is more than the %d that fit".formatted(size, Limits.MAX_CHUNK_BYTES));
			}
			ByteBuffer encoded = scratch.takeResult((int) size).order(ByteOrder.LITTLE_ENDIAN);
			encoded.putInt(items.length);
			for (byte[] item : items) {
				encoded.putInt(item.length).put(item);
			}
			return encoded.flip();
		}

		private byte[] bytes(@Nullable Object value) {
			if (value == null) {
				throw new InvalidRequestException(
						"An element is null, which the data type '%s' does not have".formatted(this.type.name()));
			}
			return this.text ? UnicodeText.utf8((String) value) : (byte[]) value;
		}

		@Override
		public void decode(ByteBuffer encoded, Region region, ArrayView target, Scratch scratch) {
			ByteBuffer bytes = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
			if (bytes.remaining() < Integer.BYTES || bytes.getInt() != this.elements) {
				throw new CorruptDataException("The chunk of %d bytes does not have %d elements"
					.formatted(encoded.remaining(), this.elements));
			}
			if (bytes.remaining() / Integer.BYTES < this.elements) {
				throw new CorruptDataException("The chunk of %d bytes is too short for %d elements"
					.formatted(encoded.remaining(), this.elements));
			}
			checkMemory(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), scratch.maxBytes());
			Object[] values = (Object[]) this.type.elementType().allocate(this.elements);
			CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
			for (int i = 0; i < values.length; i++) {
				values[i] = this.text ? text(item(bytes, i), decoder, i) : copy(item(bytes, i));
			}
			if (bytes.hasRemaining()) {
				throw new CorruptDataException(
						"There are %d bytes behind the last element".formatted(bytes.remaining()));
			}
			target.copyFrom(ArrayView.of(this.type.elementType(), values, this.shape).slice(region));
		}

		/**
		 * The bytes are there twice, here and in the elements. Short elements take far
		 * more memory than their bytes, which may be compressed a thousandfold too.
		 */
		private void checkMemory(ByteBuffer bytes, long maxBytes) {
			long memory = 2L * bytes.remaining();
			for (int i = 0; i < this.elements; i++) {
				int length = item(bytes, i).remaining();
				memory += this.text ? ((length > 0) ? TEXT_OVERHEAD : 0) : BYTES_OVERHEAD;
			}
			Limits.check("A memory of the elements of a chunk", memory, maxBytes, "zarr.limits.chunk-bytes");
		}

		private static ByteBuffer item(ByteBuffer bytes, int index) {
			int length = (bytes.remaining() >= Integer.BYTES) ? bytes.getInt() : -1;
			if (length < 0 || length > bytes.remaining()) {
				throw new CorruptDataException("The element %d of %s bytes is longer than the %d that are left"
					.formatted(index, Integer.toUnsignedString(length), bytes.remaining()));
			}
			ByteBuffer item = bytes.slice(bytes.position(), length);
			bytes.position(bytes.position() + length);
			return item;
		}

		private static byte[] copy(ByteBuffer item) {
			byte[] copy = new byte[item.remaining()];
			item.get(copy);
			return copy;
		}

		private static String text(ByteBuffer item, CharsetDecoder decoder, int index) {
			try {
				return item.hasRemaining() ? decoder.decode(item).toString() : "";
			}
			catch (CharacterCodingException ex) {
				throw new CorruptDataException("The element %d is not text in UTF-8".formatted(index), ex);
			}
		}

		@Override
		public long maxEncodedSize() {
			return UNKNOWN_SIZE;
		}

	}

	/**
	 * Makes the codec.
	 *
	 * @param text whether the elements are text
	 */
	record Factory(boolean text) implements CodecFactory {

		@Override
		public Set<String> names() {
			return this.text ? Set.of(TEXT_NAME, "numcodecs.vlen-utf8") : Set.of(BYTES_NAME, "numcodecs.vlen-bytes");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(this.text ? TEXT_NAME : BYTES_NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly();
			return new VlenCodec(this.text);
		}

	}

}
