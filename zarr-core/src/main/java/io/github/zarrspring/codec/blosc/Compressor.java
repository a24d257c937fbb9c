package io.github.zarrspring.codec.blosc;

import org.jspecify.annotations.Nullable;

/**
 * The compressors that a Blosc frame can have inside, by the names of the specification
 * and the numbers of the format.
 */
public enum Compressor {

	/** BloscLZ. */
	BLOSCLZ("blosclz", 0, new BloscLz()),

	/** LZ4, fast. */
	LZ4("lz4", 1, Lz4.FAST),

	/** LZ4, slower to write and smaller, the same to read. */
	LZ4HC("lz4hc", 1, Lz4.HIGH),

	/** Snappy. */
	SNAPPY("snappy", 2, new Snappy()),

	/** Zlib. */
	ZLIB("zlib", 3, new Zlib()),

	/** Zstandard. */
	ZSTD("zstd", 4, new Zstandard());

	private final String cname;

	private final int format;

	private final BlockCodec codec;

	Compressor(String cname, int format, BlockCodec codec) {
		this.cname = cname;
		this.format = format;
		this.codec = codec;
	}

	/**
	 * The name in metadata.
	 * @return the name
	 */
	public String cname() {
		return this.cname;
	}

	int format() {
		return this.format;
	}

	/**
	 * Whether the bytes of elements are compressed apart from each other where they lie
	 * so. That is faster, and what looks back 64 KiB at most finds as much.
	 */
	boolean splits() {
		return this != ZLIB && this != ZSTD;
	}

	BlockCodec codec() {
		return this.codec;
	}

	/**
	 * The compressor of a name.
	 * @param cname the name in metadata, one of the specification
	 * @return the compressor
	 */
	public static Compressor of(String cname) {
		for (Compressor compressor : values()) {
			if (compressor.cname.equals(cname)) {
				return compressor;
			}
		}
		throw new IllegalArgumentException(cname);
	}

	/**
	 * What reads a format.
	 * @param format the number in the frame
	 * @return the codec, {@code null} if there is no such format
	 */
	static @Nullable BlockCodec codec(int format) {
		for (Compressor compressor : values()) {
			if (compressor.format == format) {
				return compressor.codec;
			}
		}
		return null;
	}

}
