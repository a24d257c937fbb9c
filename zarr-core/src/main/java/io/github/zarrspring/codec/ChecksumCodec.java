package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The checksums of numcodecs: {@code crc32}, {@code adler32}, {@code fletcher32} and
 * {@code jenkins_lookup3}, four little-endian bytes in front of the bytes or behind them.
 *
 * @param checksum the checksum
 * @param atEnd whether it is behind the bytes
 * @param seed what it starts from, zero except for {@code jenkins_lookup3}
 */
record ChecksumCodec(Checksum checksum, boolean atEnd, int seed) implements BytesToBytesCodec {

	ChecksumCodec(Checksum checksum, boolean atEnd) {
		this(checksum, atEnd, 0);
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer encoded = scratch.takeResult(decoded.remaining() + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		int sum = this.checksum.of(decoded, this.seed);
		encoded.put(this.atEnd ? 0 : Integer.BYTES, decoded, decoded.position(), decoded.remaining());
		encoded.putInt(this.atEnd ? decoded.remaining() : 0, sum);
		return encoded;
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		int size = encoded.remaining() - Integer.BYTES;
		if (size < 0 || size > maxSize) {
			throw new CorruptDataException(
					"The %d bytes are not at most %d with a checksum".formatted(encoded.remaining(), maxSize));
		}
		int start = encoded.position();
		ByteBuffer bytes = encoded.slice(this.atEnd ? start : start + Integer.BYTES, size);
		int stored = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(this.atEnd ? start + size : start);
		int actual = this.checksum.of(bytes, this.seed);
		if (stored != actual) {
			throw new CorruptDataException(
					"The %s checksum is %08x instead of %08x".formatted(this.checksum.id(), actual, stored));
		}
		return bytes;
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize + Integer.BYTES;
	}

	@Override
	public boolean isFilter() {
		return true;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs." + this.checksum.id(), configuration());
	}

	private Map<String, @Nullable Object> configuration() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		// What goes without saying is not known to all.
		if (this.atEnd != this.checksum.atEnd()) {
			json.put("location", this.atEnd ? "end" : "start");
		}
		if (this.checksum == Checksum.JENKINS_LOOKUP3) {
			json.put("initval", this.seed);
		}
		return json;
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", this.checksum.id());
		json.putAll(configuration());
		return json;
	}

	/**
	 * Makes the codec.
	 *
	 * @param checksum the checksum
	 */
	record Factory(Checksum checksum) implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("numcodecs." + this.checksum.id());
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(this.checksum.id());
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			if (this.checksum == Checksum.FLETCHER32) {
				configuration.allowOnly();
				return new ChecksumCodec(this.checksum, true);
			}
			if (this.checksum == Checksum.JENKINS_LOOKUP3) {
				return lookup3(configuration);
			}
			configuration.allowOnly("location");
			return new ChecksumCodec(this.checksum,
					configuration.string("location", "start", "start", "end").equals("end"));
		}

		private Codec lookup3(Configuration configuration) {
			configuration.allowOnly("initval", "prefix");
			if (configuration.get("prefix") != null) {
				throw new UnsupportedExtensionException(
						"The codec 'jenkins_lookup3' is not supported with a prefix, which no JSON can hold");
			}
			return new ChecksumCodec(this.checksum, true, configuration.integer("initval", 0, Integer.MAX_VALUE, 0));
		}

	}

}
