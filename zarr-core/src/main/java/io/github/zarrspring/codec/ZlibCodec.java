package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code zlib} compressor of v2, {@code numcodecs.zlib} in v3 (RFC 1950).
 *
 * @param level the compression level, from 0 to 9, or -1 for the default of zlib
 */
public record ZlibCodec(int level) implements BytesToBytesCodec {

	private static final String V2_ID = "zlib";

	private static final Deflation DEFLATION = new Deflation(false);

	/**
	 * Check the codec.
	 */
	public ZlibCodec {
		GzipCodec.checkLevel(V2_ID, level, -1, 9);
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer encoded = scratch.takeLike(decoded, Math.toIntExact(maxEncodedSize(decoded.remaining())));
		DEFLATION.compress(decoded, this.level, encoded);
		return encoded.flip();
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		ByteBuffer source = encoded.duplicate();
		ByteBuffer decoded = scratch.takeLike(encoded, maxSize);
		DEFLATION.decompress(source, decoded);
		if (source.hasRemaining()) {
			throw new CorruptDataException("There are %d bytes behind the zlib stream".formatted(source.remaining()));
		}
		return decoded.flip();
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return Deflation.bound(decodedSize);
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs.zlib", Map.of("level", this.level));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return GzipCodec.v2(V2_ID, "level", this.level);
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("numcodecs.zlib");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(V2_ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("level");
			return new ZlibCodec(WriteOptions.integer(configuration, "level", -1, 9, 1));
		}

	}

}
