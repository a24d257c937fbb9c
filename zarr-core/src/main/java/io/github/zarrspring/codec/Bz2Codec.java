package io.github.zarrspring.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The compressor {@code bz2} of numcodecs. Needs Apache Commons Compress.
 */
final class Bz2Codec extends StreamCodec {

	private static final String ID = "bz2";

	private final int level;

	Bz2Codec(int level) {
		super(ID, "org.apache.commons:commons-compress");
		GzipCodec.checkLevel(ID, level, 1, 9);
		this.level = level;
	}

	@Override
	InputStream reader(byte[] encoded, int maxSize) throws IOException {
		return new BZip2CompressorInputStream(new ByteArrayInputStream(encoded), true);
	}

	@Override
	OutputStream writer(OutputStream encoded, int size) throws IOException {
		return new BZip2CompressorOutputStream(encoded, this.level);
	}

	/**
	 * Bytes that do not compress grow by about half a percent and a little more.
	 */
	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize + decodedSize / 50 + 1024;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs.bz2", Map.of("level", this.level));
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		return GzipCodec.v2(ID, "level", this.level);
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof Bz2Codec other && this.level == other.level;
	}

	@Override
	public int hashCode() {
		return this.level;
	}

	@Override
	public String toString() {
		return toV2().toString();
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of("numcodecs.bz2");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("level");
			return new Bz2Codec(WriteOptions.integer(configuration, "level", 1, 9, 1));
		}

	}

}
