package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code shuffle}: first the first bytes of all elements, then the second
 * ones, and so on (numcodecs, "Shuffle").
 *
 * @param elementSize the size of an element in bytes
 */
public record ShuffleFilter(int elementSize) implements BytesToBytesCodec {

	private static final String ID = "shuffle";

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		byte[] shuffled = new byte[check(decoded)];
		Shuffle.SHUFFLE.shuffle(bytes(decoded), 0, shuffled, 0, shuffled.length, this.elementSize);
		return ByteBuffer.wrap(shuffled);
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		if (encoded.remaining() > maxSize) {
			throw new CorruptDataException(
					"There are %d shuffled bytes, more than %d".formatted(encoded.remaining(), maxSize));
		}
		byte[] bytes = new byte[check(encoded)];
		Shuffle.SHUFFLE.unshuffle(bytes(encoded), 0, bytes, 0, bytes.length, this.elementSize);
		return ByteBuffer.wrap(bytes);
	}

	private int check(ByteBuffer bytes) {
		if (bytes.remaining() % this.elementSize != 0) {
			throw new CorruptDataException(
					"%d bytes are not elements of %d bytes".formatted(bytes.remaining(), this.elementSize));
		}
		return bytes.remaining();
	}

	static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(buffer.position(), bytes);
		return bytes;
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize;
	}

	@Override
	public boolean isFilter() {
		return true;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs.shuffle", Map.of("elementsize", this.elementSize));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return GzipCodec.v2(ID, "elementsize", this.elementSize);
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("numcodecs.shuffle");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("elementsize");
			return new ShuffleFilter(Math.max(1, configuration.integer("elementsize", 0, 1 << 24, 4)));
		}

	}

}
