package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.codec.blosc.BloscFrame;
import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The {@code blosc} codec (Zarr v3 specification, "Blosc codec"), in Java but for zstd.
 *
 * @param compressor what compresses blocks
 * @param level the compression level, from 0 to 9
 * @param shuffle how the bytes of a block are put in order before, {@code null} to leave
 * it to the size of the elements (v2)
 * @param typeSize the size of an element in bytes, 0 if the array says
 * @param blockSize the size of a block in bytes, 0 to leave it to this codec
 */
public record BloscCodec(Compressor compressor, int level, @Nullable Shuffle shuffle, int typeSize,
		int blockSize) implements BytesToBytesCodec {

	private static final String NAME = "blosc";

	private static final int MAX_TYPE_SIZE = 255;

	private static final String[] COMPRESSORS = Arrays.stream(Compressor.values())
		.map(Compressor::cname)
		.toArray(String[]::new);

	/**
	 * Check the codec.
	 */
	public BloscCodec {
		GzipCodec.checkLevel(NAME, level, 0, 9);
		if (typeSize < 0 || blockSize < 0) {
			throw new InvalidRequestException(
					"The blosc type size %d or block size %d is negative".formatted(typeSize, blockSize));
		}
	}

	@Override
	public BloscCodec forItemSize(int itemSize) {
		return (this.typeSize == 0 && itemSize > 0)
				? new BloscCodec(this.compressor, this.level, this.shuffle, itemSize, this.blockSize) : this;
	}

	private Shuffle effectiveShuffle() {
		if (this.shuffle != null) {
			return this.shuffle;
		}
		return (this.typeSize == 1) ? Shuffle.BITSHUFFLE : Shuffle.SHUFFLE;
	}

	@Override
	public boolean worksOnArrays() {
		return true;
	}

	@Override
	public ByteBuffer encode(ByteBuffer decoded, Scratch scratch) {
		ByteBuffer source = scratch.onHeap(decoded);
		int size = source.remaining();
		int elementSize = (this.typeSize > MAX_TYPE_SIZE) ? 1 : Math.max(1, this.typeSize);
		ByteBuffer frame = scratch.takeHeap(Math.toIntExact(maxEncodedSize(size)));
		int length = BloscFrame.encode(source.array(), source.arrayOffset() + source.position(), size, this.compressor,
				this.level, effectiveShuffle(), elementSize, this.blockSize, frame, scratch.takeHeap(size).array());
		return frame.limit(length);
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, Scratch scratch) {
		return decode(encoded, maxSize, 0, Long.MAX_VALUE, scratch);
	}

	@Override
	public ByteBuffer decode(ByteBuffer encoded, int maxSize, long from, long to, Scratch scratch) {
		int length = encoded.remaining();
		boolean inPlace = encoded.hasArray() && encoded.arrayOffset() + encoded.position() == 0;
		byte[] frame = inPlace ? encoded.array() : scratch.takeHeap(length).put(encoded.duplicate()).array();
		int size = BloscFrame.size(frame, length, maxSize);
		ByteBuffer decoded = scratch.takeHeap(size);
		BloscFrame.decode(frame, length, from, to, decoded.array(), decoded.arrayOffset(),
				scratch.takeHeap(size).array());
		return decoded;
	}

	@Override
	public long maxEncodedSize(long decodedSize) {
		return decodedSize + BloscFrame.HEADER;
	}

	@Override
	public Extension toExtension() {
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("cname", this.compressor.cname());
		configuration.put("clevel", this.level);
		configuration.put("shuffle", effectiveShuffle().name().toLowerCase(Locale.ROOT));
		configuration.put("typesize", Math.max(1, this.typeSize));
		configuration.put("blocksize", this.blockSize);
		return Extension.of(NAME, configuration);
	}

	@Override
	public Map<String, @Nullable Object> toV2() {
		Map<String, @Nullable Object> json = GzipCodec.v2(NAME, "cname", this.compressor.cname());
		json.put("clevel", this.level);
		json.put("shuffle", (this.shuffle != null) ? this.shuffle.ordinal() : -1);
		json.put("blocksize", this.blockSize);
		return json;
	}

	/**
	 * Makes the codec.
	 */
	static final class Factory implements CodecFactory {

		@Override
		public Set<String> names() {
			return Set.of(NAME, "numcodecs.blosc");
		}

		@Override
		public Set<String> v2Ids() {
			return Set.of(NAME);
		}

		@Override
		public Codec create(Configuration configuration, CodecRegistry registry) {
			configuration.allowOnly("cname", "clevel", "shuffle", "typesize", "blocksize");
			// Frames say all that decoding needs, even what compressed them.
			String compressor = (configuration.get("cname") != null) ? configuration.string("cname", "lz4", COMPRESSORS)
					: "lz4";
			return new BloscCodec(Compressor.of(compressor), WriteOptions.integer(configuration, "clevel", 0, 9, 5),
					shuffle(configuration), WriteOptions.integer(configuration, "typesize", 0, Integer.MAX_VALUE, 0),
					WriteOptions.integer(configuration, "blocksize", 0, Integer.MAX_VALUE, 0));
		}

		/**
		 * A name in v3, a number in v2.
		 */
		private static @Nullable Shuffle shuffle(Configuration configuration) {
			if (configuration.get("shuffle") instanceof String name) {
				return switch (name) {
					case "noshuffle" -> Shuffle.NOSHUFFLE;
					case "bitshuffle" -> Shuffle.BITSHUFFLE;
					default -> Shuffle.SHUFFLE;
				};
			}
			int number = WriteOptions.integer(configuration, "shuffle", -1, 3, 1);
			return (number < 0) ? null : (number > 2) ? Shuffle.SHUFFLE : Shuffle.values()[number];
		}

	}

}
