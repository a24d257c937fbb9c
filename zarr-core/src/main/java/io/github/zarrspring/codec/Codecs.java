package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.List;

import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;

/**
 * The codecs of this library, for use in a specification of an array.
 */
public final class Codecs {

	private Codecs() {
	}

	/**
	 * The {@code bytes} codec, which is there without being named unless the byte order
	 * matters.
	 * @param order the byte order
	 * @return the codec
	 */
	public static Codec bytes(ByteOrder order) {
		return new BytesCodec(order);
	}

	/**
	 * The {@code transpose} codec.
	 * @param order for each dimension of the encoded chunk the dimension of the decoded
	 * chunk that it comes from
	 * @return the codec
	 */
	public static Codec transpose(int... order) {
		return new TransposeCodec(order);
	}

	/**
	 * The {@code gzip} codec.
	 * @param level the compression level, from 0 to 9
	 * @return the codec
	 */
	public static Codec gzip(int level) {
		return new GzipCodec(level);
	}

	/**
	 * The {@code zlib} compressor of v2, {@code numcodecs.zlib} in v3.
	 * @param level the compression level, from 0 to 9
	 * @return the codec
	 */
	public static Codec zlib(int level) {
		return new ZlibCodec(level);
	}

	/**
	 * The {@code zstd} codec without checksum.
	 * @param level the compression level, from -131072 to 22
	 * @return the codec
	 */
	public static Codec zstd(int level) {
		return new ZstdCodec(level, false);
	}

	/**
	 * The {@code zstd} codec.
	 * @param level the compression level, from -131072 to 22
	 * @param checksum whether each frame ends with a checksum
	 * @return the codec
	 */
	public static Codec zstd(int level, boolean checksum) {
		return new ZstdCodec(level, checksum);
	}

	/**
	 * The {@code crc32c} codec.
	 * @return the codec
	 */
	public static Codec crc32c() {
		return new Crc32cCodec();
	}

	/**
	 * The {@code blosc} codec.
	 * @param compressor what compresses blocks
	 * @param level the compression level, from 0 to 9
	 * @param shuffle how bytes are put in order before
	 * @return the codec, which takes the size of an element from the array
	 */
	public static Codec blosc(Compressor compressor, int level, Shuffle shuffle) {
		return new BloscCodec(compressor, level, shuffle, 0, 0);
	}

	/**
	 * The {@code sharding_indexed} codec with its index, which has a checksum, at the
	 * end.
	 * @param chunkShape the shape of the inner chunks, which divides that of the shards
	 * @param codecs the codecs of the inner chunks in the order of encoding; without an
	 * array-to-bytes codec among them, the elements are stored as little-endian bytes
	 * @return the codec
	 */
	public static Codec sharding(long[] chunkShape, Codec... codecs) {
		return ShardingCodec.of(chunkShape, List.of(codecs));
	}

	/**
	 * The {@code sharding_indexed} codec.
	 * @param chunkShape the shape of the inner chunks, which divides that of the shards
	 * @param codecs the codecs of the inner chunks in the order of encoding
	 * @param indexCodecs the codecs of the index in the order of encoding
	 * @param indexLocation where in a shard its index is
	 * @return the codec
	 */
	public static Codec sharding(long[] chunkShape, List<Codec> codecs, List<Codec> indexCodecs,
			IndexLocation indexLocation) {
		return new ShardingCodec(chunkShape, codecs, indexCodecs, indexLocation);
	}

}
