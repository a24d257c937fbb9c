package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;

/**
 * A codec as an application may add it: each byte exclusive-or a key.
 *
 * @param key the key
 */
record XorCodec(int key) implements BytesToBytesCodec {

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer encoded = scratch.takeResult(decoded.remaining());
		for (int i = 0; i < encoded.limit(); i++) {
			encoded.put(i, (byte) (decoded.get(decoded.position() + i) ^ this.key));
		}
		return encoded;
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		return encode(encoded, scratch);
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("xor", Map.of("key", this.key));
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("xor");
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			return new XorCodec(configuration.integer("key", 0, 255, null));
		}

	}

}
