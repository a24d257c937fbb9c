package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code zstd} codec (Zarr extensions, "Zstd codec"; RFC 8878). Decodes frames with
 * and without content size and checksum, and several frames after each other.
 *
 * @param level the compression level, from -131072 to 22, 0 for the default of zstd
 * @param checksum whether each frame ends with a checksum
 */
public record ZstdCodec(int level, boolean checksum) implements BytesToBytesCodec {

	private static final String NAME = "zstd";

	private static final int MIN_LEVEL = -131072;

	private static final int MAX_LEVEL = 22;

	private static final ContextPool<ZstdCompressCtx> COMPRESSORS = new ContextPool<>(ZstdCompressCtx::new,
			ZstdCompressCtx::close);

	private static final ContextPool<ZstdDecompressCtx> DECOMPRESSORS = new ContextPool<>(ZstdDecompressCtx::new,
			ZstdDecompressCtx::close);

	/**
	 * Check the codec.
	 */
	public ZstdCodec {
		GzipCodec.checkLevel(NAME, level, MIN_LEVEL, MAX_LEVEL);
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		int bound = Math.toIntExact(maxEncodedSize(decoded.remaining()));
		ByteBuffer source = withMemory(decoded, scratch);
		ByteBuffer encoded = scratch.takeLike(source, bound);
		int size = COMPRESSORS.use((context) -> {
			context.setLevel(this.level).setChecksum(this.checksum);
			if (source.isDirect()) {
				return context.compressDirectByteBuffer(encoded, 0, bound, source, source.position(),
						source.remaining());
			}
			return context.compressByteArray(encoded.array(), encoded.arrayOffset(), bound, source.array(),
					source.arrayOffset() + source.position(), source.remaining());
		});
		return encoded.limit(size);
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		ByteBuffer source = withMemory(encoded, scratch);
		ByteBuffer decoded = scratch.takeLike(source, maxSize);
		try {
			int size = DECOMPRESSORS.use((context) -> {
				if (source.isDirect()) {
					return context.decompressDirectByteBuffer(decoded, 0, maxSize, source, source.position(),
							source.remaining());
				}
				return context.decompressByteArray(decoded.array(), decoded.arrayOffset(), maxSize, source.array(),
						source.arrayOffset() + source.position(), source.remaining());
			});
			return decoded.limit(size);
		}
		catch (ZstdException ex) {
			throw new CorruptDataException("The zstd frame of %d bytes does not decode to at most %d bytes: %s"
				.formatted(encoded.remaining(), maxSize, ex.getMessage()), ex);
		}
	}

	/**
	 * The native library takes direct buffers and arrays; a read-only heap buffer is
	 * neither.
	 */
	private static ByteBuffer withMemory(ByteBuffer bytes, Scratch scratch) {
		if (bytes.isDirect() || bytes.hasArray()) {
			return bytes;
		}
		return scratch.takeHeap(bytes.remaining()).put(bytes.duplicate()).flip();
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return Zstd.compressBound(decodedSize);
	}

	@Override
	public Extension toExtension() {
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("level", this.level);
		configuration.put("checksum", this.checksum);
		return Extension.of(NAME, configuration);
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = GzipCodec.v2(NAME, "level", this.level);
		if (this.checksum) {
			// Some readers refuse the member, so it is written only where it says
			// something.
			json.put("checksum", true);
		}
		return json;
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME, "numcodecs.zstd");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("level", "checksum");
			return new ZstdCodec(WriteOptions.integer(configuration, "level", MIN_LEVEL, MAX_LEVEL, 0),
					Boolean.TRUE.equals(configuration.get("checksum")));
		}

	}

}
