package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.github.zarrspring.exception.CorruptDataException;

/**
 * The deflate format (RFC 1951) with or without the wrapper of zlib (RFC 1950), which
 * gzip and zlib share.
 */
final class Deflation {

	private final ContextPool<Inflater> inflaters;

	private final ContextPool<Deflater> deflaters;

	/**
	 * The format.
	 * @param raw whether the wrapper of zlib is left out
	 */
	Deflation(boolean raw) {
		this.inflaters = new ContextPool<>(() -> new Inflater(raw), Inflater::end);
		this.deflaters = new ContextPool<>(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, raw), Deflater::end);
	}

	/**
	 * The most bytes that compression gives (zlib's deflateBound).
	 * @param size the number of bytes to compress
	 * @return the number of compressed bytes at most
	 */
	static long bound(long size) {
		return size + (size >> 12) + (size >> 14) + (size >> 25) + 13;
	}

	/**
	 * Compress all bytes of a buffer, leaving its position.
	 * @param decoded the bytes to compress
	 * @param level the compression level
	 * @param target where the compressed bytes go, large enough
	 */
	void compress(ByteBuffer decoded, int level, ByteBuffer target) {
		this.deflaters.use((deflater) -> {
			deflater.reset();
			deflater.setLevel(level);
			deflater.setInput(decoded.duplicate());
			deflater.finish();
			while (!deflater.finished()) {
				deflater.deflate(target);
			}
			return target;
		});
	}

	/**
	 * Decompress one stream.
	 * @param encoded the compressed bytes; the position ends behind the stream
	 * @param target where the bytes go; the limit is the most that may come out
	 */
	void decompress(ByteBuffer encoded, ByteBuffer target) {
		this.inflaters.use((inflater) -> {
			inflater.reset();
			inflater.setInput(encoded.duplicate());
			try {
				while (!inflater.finished()) {
					int count = inflater.inflate(target);
					if (count == 0 && !inflater.finished()) {
						throw stopped(inflater, encoded, target);
					}
				}
			}
			catch (DataFormatException ex) {
				throw new CorruptDataException("The deflate stream is damaged: " + ex.getMessage(), ex);
			}
			encoded.position(encoded.limit() - inflater.getRemaining());
			return target;
		});
	}

	private static CorruptDataException stopped(Inflater inflater, ByteBuffer encoded, ByteBuffer target) {
		if (inflater.needsInput()) {
			return new CorruptDataException("The deflate stream of %d bytes is cut off".formatted(encoded.remaining()));
		}
		if (inflater.needsDictionary()) {
			return new CorruptDataException("The deflate stream asks for a dictionary");
		}
		return new CorruptDataException("The deflate stream decodes to more than %d bytes".formatted(target.limit()));
	}

}
