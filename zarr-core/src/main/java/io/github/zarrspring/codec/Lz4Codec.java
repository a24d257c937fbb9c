package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.codec.blosc.Lz4Decoder;
import io.github.zarrspring.codec.blosc.Lz4Encoder;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The compressor {@code lz4} of numcodecs: the number of bytes in four little-endian
 * bytes, then one LZ4 block.
 *
 * @param acceleration how much speed is worth, which readers need not know
 */
public record Lz4Codec(int acceleration) implements BytesToBytesCodec {

	private static final String ID = "lz4";

	@Override
	public boolean worksOnArrays() {
		return true;
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer source = scratch.onHeap(decoded);
		int length = source.remaining();
		ByteBuffer encoded = scratch.takeHeap(Math.toIntExact(maxEncodedSize(length)));
		int size = Lz4Encoder.encode(Math.max(1, this.acceleration), source.array(),
				source.arrayOffset() + source.position(), length, encoded.array(),
				encoded.arrayOffset() + Integer.BYTES, encoded.remaining() - Integer.BYTES);
		encoded.order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);
		return encoded.limit(Integer.BYTES + size);
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		if (encoded.remaining() <= Integer.BYTES) {
			throw new CorruptDataException("The %d bytes are too few for an lz4 chunk".formatted(encoded.remaining()));
		}
		int size = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt();
		if (size < 0 || size > maxSize) {
			throw new CorruptDataException("The lz4 chunk decodes to %s bytes, more than %d"
				.formatted(Integer.toUnsignedString(size), maxSize));
		}
		ByteBuffer source = scratch.onHeap(encoded);
		ByteBuffer decoded = scratch.takeHeap(size);
		int count = Lz4Decoder.decode(source.array(), source.arrayOffset() + source.position() + Integer.BYTES,
				source.remaining() - Integer.BYTES, decoded.array(), decoded.arrayOffset(), size);
		if (count == size) {
			return decoded;
		}
		throw new CorruptDataException("The lz4 chunk does not decode to the %d bytes that it says".formatted(size));
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return Integer.BYTES + Lz4Encoder.maxLength(decodedSize);
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs.lz4", Map.of("acceleration", this.acceleration));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return GzipCodec.v2(ID, "acceleration", this.acceleration);
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("numcodecs.lz4");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("acceleration");
			return new Lz4Codec(
					WriteOptions.integer(configuration, "acceleration", Integer.MIN_VALUE, Integer.MAX_VALUE, 1));
		}

	}

}
