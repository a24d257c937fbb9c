package io.github.zarrspring.codec;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ElementType;
import io.github.zarrspring.dtype.NumberType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;

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

	/**
	 * The compressor {@code lz4} of numcodecs.
	 * @return the codec
	 */
	public static Codec lz4() {
		return new Lz4Codec(1);
	}

	/**
	 * The compressor {@code bz2} of numcodecs. Needs Apache Commons Compress.
	 * @param level the compression level, from 1 to 9
	 * @return the codec
	 */
	public static Codec bz2(int level) {
		return new Bz2Codec(level);
	}

	/**
	 * The compressor {@code lzma} of numcodecs as xz file. Needs XZ for Java.
	 * @param preset the preset, from 0 to 9
	 * @return the codec
	 */
	public static Codec lzma(int preset) {
		GzipCodec.checkLevel("lzma", preset, 0, 9);
		return new LzmaCodec(new Configuration(Map.of("format", 1, "preset", preset)));
	}

	/**
	 * The filter {@code shuffle} of numcodecs.
	 * @param elementSize the size of an element in bytes
	 * @return the codec
	 */
	public static Codec shuffle(int elementSize) {
		return new ShuffleFilter(elementSize);
	}

	/**
	 * The filter {@code crc32} of numcodecs.
	 * @return the codec
	 */
	public static Codec crc32() {
		return new ChecksumCodec(Checksum.CRC32, false);
	}

	/**
	 * The filter {@code adler32} of numcodecs.
	 * @return the codec
	 */
	public static Codec adler32() {
		return new ChecksumCodec(Checksum.ADLER32, false);
	}

	/**
	 * The filter {@code fletcher32} of numcodecs.
	 * @return the codec
	 */
	public static Codec fletcher32() {
		return new ChecksumCodec(Checksum.FLETCHER32, true);
	}

	/**
	 * The filter {@code jenkins_lookup3} of numcodecs.
	 * @return the codec
	 */
	public static Codec jenkinsLookup3() {
		return new ChecksumCodec(Checksum.JENKINS_LOOKUP3, true);
	}

	/**
	 * The filter {@code categorize} of numcodecs for v2 arrays of
	 * {@link DataType#STRING}: text as numbers of a byte or, for many labels, of two or
	 * four.
	 * @param labels all texts that the array may have besides the empty one
	 * @return the codec
	 */
	public static Codec categorize(String... labels) {
		DataType stored = (labels.length < 1 << 8) ? DataType.UINT8
				: (labels.length < 1 << 16) ? DataType.UINT16 : DataType.UINT32;
		return new CategorizeCodec(List.of(labels), DataType.STRING, numbers(stored));
	}

	/**
	 * The filter {@code vlen-array} of numcodecs for v2 arrays of {@link DataType#BYTES}:
	 * each element is the little-endian bytes of any number of numbers.
	 * @param type the data type of the numbers
	 * @return the codec
	 */
	public static Codec vlenArray(DataType type) {
		return new VlenArrayCodec(numbers(type).toV2(), type.itemSize());
	}

	/**
	 * The filter {@code delta} of numcodecs: differences between neighbours.
	 * @param type the data type of the array, one of numbers or of time
	 * @return the codec
	 * @throws io.github.zarrspring.exception.InvalidRequestException if it is not one of
	 * numbers
	 */
	public static Codec delta(DataType type) {
		NumberType numbers = numbers(type);
		return new ArrayFilter(new DeltaFilter(numbers, numbers));
	}

	/**
	 * The filter {@code astype} of numcodecs: the numbers in another type.
	 * @param type the data type of the array
	 * @param stored the data type of what is stored
	 * @return the codec
	 */
	public static Codec asType(DataType type, DataType stored) {
		return new ArrayFilter(new AsTypeFilter(numbers(type), numbers(stored)));
	}

	/**
	 * The filter {@code fixedscaleoffset} of numcodecs: numbers less an offset, times a
	 * scale, rounded.
	 * @param scale the scale
	 * @param offset the offset
	 * @param type the data type of the array
	 * @param stored the data type of what is stored
	 * @return the codec
	 */
	public static Codec fixedScaleOffset(Number scale, Number offset, DataType type, DataType stored) {
		return new ArrayFilter(new FixedScaleOffsetFilter(scale, offset, numbers(type), numbers(stored)));
	}

	/**
	 * The filter {@code quantize} of numcodecs: floats rounded to decimal digits.
	 * @param digits the number of digits behind the point
	 * @param type the data type of the array
	 * @return the codec
	 */
	public static Codec quantize(int digits, DataType type) {
		return new ArrayFilter(new QuantizeFilter(digits, numbers(type), numbers(type)));
	}

	/**
	 * The filter {@code bitround} of numcodecs: floats rounded to bits.
	 * @param keepBits the number of bits of the mantissa to keep
	 * @return the codec
	 */
	public static Codec bitRound(int keepBits) {
		return new BitRoundCodec(new BitRoundFilter(keepBits));
	}

	/**
	 * The filter {@code packbits} of numcodecs: eight booleans in a byte.
	 * @return the codec
	 */
	public static Codec packBits() {
		return new ArrayFilter(new PackBitsFilter());
	}

	private static NumberType numbers(DataType type) {
		NumberType numbers = NumberType.of(type, ByteOrder.LITTLE_ENDIAN);
		if (numbers == null) {
			throw new InvalidRequestException("The data type '%s' is not one of numbers".formatted(type.name()));
		}
		return numbers;
	}

	/**
	 * What turns the values of a data type into bytes if nothing else is named:
	 * {@code bytes} in little-endian order, {@code vlen-utf8} or {@code vlen-bytes}.
	 * @param dataType the data type
	 * @return the codec
	 */
	public static Codec ofValues(DataType dataType) {
		if (dataType.elementType() == ElementType.STRINGS) {
			return new VlenCodec(true);
		}
		if (dataType.elementType() == ElementType.BYTE_STRINGS) {
			return new VlenCodec(false);
		}
		return new BytesCodec(dataType.isOrdered() ? ByteOrder.LITTLE_ENDIAN : null);
	}

}
