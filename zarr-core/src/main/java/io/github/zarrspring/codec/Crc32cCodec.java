package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code crc32c} codec: the bytes and behind them their checksum as four
 * little-endian bytes (Zarr v3 specification, "CRC32C checksum codec"; RFC 3720, appendix
 * B.4). The v2 filter can have the checksum in front.
 *
 * @param atEnd whether the checksum is behind the bytes
 */
public record Crc32cCodec(boolean atEnd) implements BytesToBytesCodec {

	private static final String NAME = "crc32c";

	/**
	 * The codec of the specification.
	 */
	public Crc32cCodec() {
		this(true);
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer encoded = scratch.takeResult(decoded.remaining() + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		if (!this.atEnd) {
			encoded.putInt(checksum(decoded));
		}
		encoded.put(decoded.duplicate());
		if (this.atEnd) {
			encoded.putInt(checksum(decoded));
		}
		return encoded.flip();
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		int size = encoded.remaining() - Integer.BYTES;
		if (size < 0) {
			throw new CorruptDataException("The %d bytes are too short for a checksum".formatted(encoded.remaining()));
		}
		int start = encoded.position();
		ByteBuffer bytes = encoded.slice(this.atEnd ? start : start + Integer.BYTES, size);
		int stored = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(this.atEnd ? start + size : start);
		int actual = checksum(bytes);
		if (stored != actual) {
			throw new CorruptDataException("The crc32c checksum is %08x instead of %08x".formatted(actual, stored));
		}
		return bytes;
	}

	private static int checksum(ByteBuffer bytes) {
		CRC32C crc = new CRC32C();
		crc.update(bytes.duplicate());
		return (int) crc.getValue();
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize + Integer.BYTES;
	}

	@Override
	public boolean hasFixedSize() {
		return true;
	}

	@Override
	public Extension toExtension() {
		return this.atEnd ? Extension.of(NAME) : Extension.of("numcodecs.crc32c", Map.of("location", "start"));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return GzipCodec.v2(NAME, "location", this.atEnd ? "end" : "start");
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME, "numcodecs.crc32c");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("location");
			return new Crc32cCodec(configuration.string("location", "end", "start", "end").equals("end"));
		}

	}

}
