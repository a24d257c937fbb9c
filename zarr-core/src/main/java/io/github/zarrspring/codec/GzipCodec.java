package io.github.zarrspring.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code gzip} codec (Zarr v3 specification, "Gzip codec"; RFC 1952).
 *
 * @param level the compression level, from 0 to 9
 */
public record GzipCodec(int level) implements BytesToBytesCodec {

	private static final String NAME = "gzip";

	/**
	 * What zlib means by -1.
	 */
	private static final int DEFAULT_LEVEL = 6;

	private static final Deflation DEFLATION = new Deflation(true);

	/**
	 * No name, no time of change, an unknown system: equal chunks have equal bytes.
	 */
	private static final byte[] HEADER = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255 };

	private static final int TRAILER = 8;

	/**
	 * Check the codec.
	 */
	public GzipCodec {
		checkLevel(NAME, level, 0, 9);
	}

	static void checkLevel(String codec, int level, int min, int max) {
		if (level < min || level > max) {
			throw new InvalidRequestException("The %s level %d is not from %d to %d".formatted(codec, level, min, max));
		}
	}

	/**
	 * A v2 filter or compressor with one member.
	 */
	static Map<String, @Nullable Object> v2(String id, String member, Object value) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", id);
		json.put(member, value);
		return json;
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer encoded = scratch.takeLike(decoded, Math.toIntExact(maxEncodedSize(decoded.remaining())))
			.order(ByteOrder.LITTLE_ENDIAN);
		encoded.put(HEADER);
		DEFLATION.compress(decoded, this.level, encoded);
		CRC32 crc = new CRC32();
		crc.update(decoded.duplicate());
		return encoded.putInt((int) crc.getValue()).putInt(decoded.remaining()).flip();
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		ByteBuffer source = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		ByteBuffer decoded = scratch.takeLike(encoded, maxSize);
		try {
			// A file may have several members, whose contents follow each other.
			do {
				decodeMember(source, decoded);
			}
			while (!isPadding(source));
		}
		catch (BufferUnderflowException ex) {
			throw new CorruptDataException("The gzip stream of %d bytes is cut off".formatted(encoded.remaining()), ex);
		}
		return decoded.flip();
	}

	/**
	 * Whether nothing follows but the zeros that some storage pads files with.
	 */
	private static boolean isPadding(ByteBuffer source) {
		for (int i = source.position(); i < source.limit(); i++) {
			if (source.get(i) != 0) {
				return false;
			}
		}
		return true;
	}

	private static void decodeMember(ByteBuffer source, ByteBuffer decoded) {
		int flags = readHeader(source);
		if ((flags & 4) != 0) {
			skip(source, Short.toUnsignedInt(source.getShort()));
		}
		if ((flags & 8) != 0) {
			skipString(source);
		}
		if ((flags & 16) != 0) {
			skipString(source);
		}
		if ((flags & 2) != 0) {
			skip(source, 2);
		}
		int start = decoded.position();
		DEFLATION.decompress(source, decoded);
		CRC32 crc = new CRC32();
		crc.update(decoded.duplicate().flip().position(start));
		if (source.getInt() != (int) crc.getValue() || source.getInt() != decoded.position() - start) {
			throw new CorruptDataException(
					"The checksum or size at the end of the gzip stream does not fit its content");
		}
	}

	private static int readHeader(ByteBuffer source) {
		if (source.getShort() != (short) 0x8b1f || source.get() != 8) {
			throw new CorruptDataException("The chunk does not start like a gzip stream");
		}
		int flags = source.get();
		skip(source, 6);
		return flags;
	}

	private static void skip(ByteBuffer source, int count) {
		if (count > source.remaining()) {
			throw new BufferUnderflowException();
		}
		source.position(source.position() + count);
	}

	private static void skipString(ByteBuffer source) {
		while (source.get() != 0) {
			// The string is of no interest.
		}
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return Deflation.bound(decodedSize) + HEADER.length + TRAILER;
	}

	@Override
	public Extension toExtension() {
		return Extension.of(NAME, Map.of("level", this.level));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return v2(NAME, "level", this.level);
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME, "numcodecs.gzip");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("level");
			int level = WriteOptions.integer(configuration, "level", -1, 9, 1);
			return new GzipCodec((level < 0) ? DEFAULT_LEVEL : level);
		}

	}

}
