package io.github.zarrspring.codec;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
	 * What the filters beside a dictionary take, in KiB.
	 */
	private static final int OTHER_FILTERS = 64;

	/**
	 * Properties, the size of the dictionary and that of the content.
	 */
	private static final int FILE_HEADER = 13;

	private final int format;

	private final Map<String, @Nullable Object> configuration;

	LzmaCodec(Configuration configuration) {
		super(ID, "org.tukaani:xz");
		this.format = (configuration.get("format") != null) ? configuration.integer("format", AUTO, RAW, XZ_FILE)
				: XZ_FILE;
		this.configuration = new LinkedHashMap<>(configuration.values());
	}

	@Override
	InputStream reader(byte[] encoded, int maxSize) throws IOException {
		int format = this.format;
		if (format == AUTO) {
			format = (encoded.length > 0 && encoded[0] == XZ.HEADER_MAGIC[0]) ? XZ_FILE : LZMA_FILE;
		}
		int dictionary = XzDictionaries.bytes(maxSize);
		return switch (format) {
			case XZ_FILE -> {
				XzDictionaries.limit(encoded, maxSize);
				yield new XZInputStream(new ByteArrayInputStream(encoded),
						LZMA2InputStream.getMemoryUsage(dictionary) + OTHER_FILTERS);
			}
			case LZMA_FILE -> file(encoded, dictionary);
			default -> raw(new ByteArrayInputStream(encoded), dictionary);
		};
	}

	/**
	 * The header is read here, so that the dictionary is not as large as it says.
	 */
	private static InputStream file(byte[] encoded, int dictionary) throws IOException {
		if (encoded.length < FILE_HEADER) {
			throw new EOFException();
		}
		ByteBuffer header = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
		byte properties = header.get();
		int asked = header.getInt();
		long size = header.getLong();
		return new LZMAInputStream(new ByteArrayInputStream(encoded, FILE_HEADER, encoded.length - FILE_HEADER), size,
				properties, (asked < 0 || asked > dictionary) ? dictionary : asked);
	}

	/**
	 * The filters of the configuration, the last of them being next to the stream.
	 */
	private InputStream raw(InputStream encoded, int dictionary) throws IOException {
		Object filters = this.configuration.get("filters");
		if (!(filters instanceof List<?> list) || list.isEmpty() || list.size() > 4) {
			throw new CorruptDataException("The lzma format 3 needs 'filters', not " + filters);
		}
		InputStream stream = encoded;
		for (int i = list.size() - 1; i >= 0; i--) {
			Configuration filter = filter(list.get(i));
			int id = filter.integer("id", 0, Integer.MAX_VALUE, null);
			stream = switch (id) {
				case LZMA2_FILTER -> new LZMA2InputStream(stream, dictionary);
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
		// With the highest bit, which the library does not have, a preset is an extreme
		// one.
		return (this.configuration.get("preset") instanceof Number preset)
				? Math.max(0, Math.min(9, preset.intValue() & 0x1f)) : LZMA2Options.PRESET_DEFAULT;
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
