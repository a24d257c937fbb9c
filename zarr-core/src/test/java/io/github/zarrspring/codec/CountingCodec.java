package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;

/**
 * A codec that changes nothing and counts how often it decodes.
 *
 * @param decodes the count
 */
public record CountingCodec(AtomicInteger decodes) implements BytesToBytesCodec {

	private static final XorCodec IDENTITY = new XorCodec(0);

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		return IDENTITY.encode(decoded, scratch);
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		this.decodes.incrementAndGet();
		return IDENTITY.encode(encoded, scratch);
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("counting", Map.of());
	}

	/**
	 * Makes the codec.
	 *
	 * @param decodes the count
	 */
	public record Factory(AtomicInteger decodes) implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("counting");
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			return new CountingCodec(this.decodes);
		}

	}

}
