package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * The compressor {@code lz4} of numcodecs: the number of bytes in four little-endian
 * bytes, then one LZ4 block.
 *
 * @param acceleration how much speed is worth, which readers need not know
 */
public record Lz4Codec(int acceleration) implements BytesToBytesCodec {

	private static final String ID = "lz4";

	private static final LZ4Factory FACTORY = LZ4Factory.safeInstance();

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		byte[] source = ShuffleFilter.bytes(decoded);
		ByteBuffer encoded = scratch.takeHeap(Math.toIntExact(maxEncodedSize(source.length)));
		int room = encoded.remaining() - Integer.BYTES;
		int size = FACTORY.fastCompressor()
			.compress(source, 0, source.length, encoded.array(), encoded.arrayOffset() + Integer.BYTES, room);
		encoded.order(ByteOrder.LITTLE_ENDIAN).putInt(0, source.length);
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
		byte[] source = ShuffleFilter.bytes(encoded);
		ByteBuffer decoded = scratch.takeHeap(size);
		try {
			int count = FACTORY.safeDecompressor()
				.decompress(source, Integer.BYTES, source.length - Integer.BYTES, decoded.array(),
						decoded.arrayOffset(), size);
			if (count == size) {
				return decoded;
			}
		}
		catch (LZ4Exception ex) {
			throw new CorruptDataException("The lz4 chunk is damaged: " + ex.getMessage(), ex);
		}
		throw new CorruptDataException("The lz4 chunk does not decode to the %d bytes that it says".formatted(size));
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return Integer.BYTES + decodedSize + decodedSize / 255 + 16;
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
			return new Lz4Codec(configuration.integer("acceleration", Integer.MIN_VALUE, Integer.MAX_VALUE, 1));
		}

	}

}
