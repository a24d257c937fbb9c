package io.github.zarrspring.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * The compressor {@code lzma} of numcodecs: an xz file, the older lzma file, or streams
 * without a header. Needs XZ for Java.
 */
final class LzmaCodec extends StreamCodec {

	private static final String ID = "lzma";

	private static final int AUTO = 0;

	private static final int XZ_FILE = 1;

	private static final int LZMA_FILE = 2;

	private static final int RAW = 3;

	private static final int DELTA_FILTER = 3;

	private static final int LZMA2_FILTER = 33;

	/**
	 * The most memory that a dictionary may take, in KiB: that of the highest preset.
	 */
	private static final int MEMORY = 1 << 17;

	private final int format;

	private final Map<String, @Nullable Object> configuration;

	LzmaCodec(Configuration configuration) {
		super(ID, "org.tukaani:xz");
		this.format = configuration.integer("format", AUTO, RAW, XZ_FILE);
		this.configuration = new LinkedHashMap<>(configuration.values());
	}

	@Override
	InputStream reader(InputStream encoded) throws IOException {
		int format = this.format;
		if (format == AUTO) {
			encoded.mark(1);
			format = (encoded.read() == (XZ.HEADER_MAGIC[0] & 0xff)) ? XZ_FILE : LZMA_FILE;
			encoded.reset();
		}
		return switch (format) {
			case XZ_FILE -> new XZInputStream(encoded, MEMORY);
			case LZMA_FILE -> new LZMAInputStream(encoded, MEMORY);
			default -> raw(encoded);
		};
	}

	/**
	 * The filters of the configuration, the last of them being next to the stream.
	 */
	private InputStream raw(InputStream encoded) throws IOException {
		Object filters = this.configuration.get("filters");
		if (!(filters instanceof List<?> list) || list.isEmpty() || list.size() > 4) {
			throw new CorruptDataException("The lzma format 3 needs 'filters', not " + filters);
		}
		InputStream stream = encoded;
		for (int i = list.size() - 1; i >= 0; i--) {
			Configuration filter = filter(list.get(i));
			int id = filter.integer("id", 0, Integer.MAX_VALUE, null);
			stream = switch (id) {
				case LZMA2_FILTER -> new LZMA2InputStream(stream, dictionary(filter));
				case DELTA_FILTER -> new DeltaOptions(filter.integer("dist", 1, 256, 1)).getInputStream(stream);
				default -> throw new UnsupportedExtensionException("The lzma filter '%d' is unknown".formatted(id));
			};
		}
		return stream;
	}

	@SuppressWarnings("unchecked")
	private static Configuration filter(@Nullable Object json) {
		if (json instanceof Map<?, ?> members) {
			return new Configuration((Map<String, @Nullable Object>) members);
		}
		throw new CorruptDataException("%s is not a filter of lzma".formatted(json));
	}

	private static int dictionary(Configuration filter) throws IOException {
		int preset = filter.integer("preset", 0, 9, LZMA2Options.PRESET_DEFAULT);
		return filter.integer("dict_size", LZMA2Options.DICT_SIZE_MIN, MEMORY << 10,
				new LZMA2Options(preset).getDictSize());
	}

	@Override
	OutputStream writer(OutputStream encoded, int size) throws IOException {
		LZMA2Options options = new LZMA2Options(preset());
		// The encoder takes ten times as much memory, however small the chunk is.
		options.setDictSize(Math.min(options.getDictSize(), Math.max(size, LZMA2Options.DICT_SIZE_MIN)));
		if (this.configuration.get("filters") != null || this.format == RAW || this.format == AUTO) {
			throw new UnsupportedExtensionException("The codec 'lzma' is written as xz or lzma file only");
		}
		if (this.format == LZMA_FILE) {
			return new LZMAOutputStream(encoded, options, -1);
		}
		return new XZOutputStream(encoded, options, check());
	}

	private int preset() {
		return (this.configuration.get("preset") instanceof Integer preset) ? Math.max(0, Math.min(9, preset & 0x1f))
				: LZMA2Options.PRESET_DEFAULT;
	}

	private int check() {
		Object check = this.configuration.get("check");
		return (check instanceof Integer number && number >= 0) ? number : XZ.CHECK_CRC64;
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize + decodedSize / 50 + 1024;
	}

	@Override
	public Extension toExtension() {
		return Extension.of("numcodecs.lzma", this.configuration);
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", ID);
		json.putAll(this.configuration);
		return json;
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof LzmaCodec other && this.configuration.equals(other.configuration);
	}

	@Override
	public int hashCode() {
		return this.configuration.hashCode();
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
			return Set.of("numcodecs.lzma");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(ID);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("format", "check", "preset", "filters");
			return new LzmaCodec(configuration);
		}

	}

}
