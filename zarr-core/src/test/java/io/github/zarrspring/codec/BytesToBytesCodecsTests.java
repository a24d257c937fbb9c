package io.github.zarrspring.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import io.github.zarrspring.codec.blosc.Compressor;
import io.github.zarrspring.codec.blosc.Shuffle;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Compressors and checksums: what they write, and what of others they read and refuse.
 */
class BytesToBytesCodecsTests {

	private final BufferPool pool = new BufferPool(2, 1 << 20);

	static Stream<BytesToBytesCodec> codecs() {
		Stream<BytesToBytesCodec> blosc = Arrays.stream(Compressor.values())
			.flatMap((compressor) -> Arrays.stream(Shuffle.values())
				.map((shuffle) -> new BloscCodec(compressor, 1 + shuffle.ordinal() * 4, shuffle, 4,
						shuffle.ordinal() * 1000)));
		return Stream.concat(blosc,
				Stream.of(new BloscCodec(Compressor.LZ4, 0, null, 1, 0), new GzipCodec(0), new GzipCodec(9),
						new ZlibCodec(1), new ZlibCodec(-1), new ZstdCodec(3, false), new ZstdCodec(-7, true),
						new Crc32cCodec(), new Crc32cCodec(false), new ShuffleFilter(1), new Lz4Codec(1),
						new Bz2Codec(1), new Bz2Codec(9), (LzmaCodec) Codecs.lzma(1),
						new ChecksumCodec(Checksum.CRC32, false), new ChecksumCodec(Checksum.ADLER32, false),
						new ChecksumCodec(Checksum.ADLER32, true), new ChecksumCodec(Checksum.FLETCHER32, true)));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenBytesAreEncodedThenTheyDecodeInDirectAndHeapBuffers(BytesToBytesCodec codec) {
		for (int size : new int[] { 0, 1, 100, 70_000 }) {
			byte[] bytes = bytes(size);
			for (ByteBuffer source : List.of(ByteBuffer.wrap(bytes), ByteBuffer.allocateDirect(size).put(bytes).flip(),
					ByteBuffer.wrap(bytes).asReadOnlyBuffer(), padded(bytes))) {
				try (Scratch scratch = this.pool.scratch(false)) {
					ByteBuffer encoded = codec.encode(source, scratch);
					assertThat((long) encoded.remaining()).isLessThanOrEqualTo(codec.maxEncodedSize(size));
					assertThat(array(source)).isEqualTo(bytes);
					assertThat(array(codec.decode(encoded, size, scratch))).isEqualTo(bytes);
					byte[] stored = array(encoded);
					assertThat(array(codec.decode(padded(stored), size + 5, scratch))).isEqualTo(bytes);
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenAByteIsChangedOrMissingThenItIsFoundOrTheSizeIsRight(BytesToBytesCodec codec) {
		byte[] bytes = bytes(300);
		try (Scratch scratch = this.pool.scratch(false)) {
			byte[] encoded = array(codec.encode(ByteBuffer.wrap(bytes), scratch));
			for (int i = 0; i < encoded.length; i++) {
				byte[] damaged = encoded.clone();
				damaged[i] ^= (byte) (1 << (i % 8));
				decodeOrFail(codec, damaged, 300);
				decodeOrFail(codec, Arrays.copyOf(encoded, i), 300);
			}
		}
	}

	private void decodeOrFail(BytesToBytesCodec codec, byte[] encoded, int maxSize) {
		try (Scratch scratch = this.pool.scratch(false)) {
			assertThat(codec.decode(ByteBuffer.wrap(encoded), maxSize, scratch).remaining())
				.isLessThanOrEqualTo(maxSize);
		}
		catch (CorruptDataException ex) {
			assertThat(ex.getReason()).isNotBlank();
		}
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whenMoreComesOutThanMayThenItIsRefused(BytesToBytesCodec codec) {
		if (codec instanceof Crc32cCodec) {
			// It takes nothing but its checksum away, so the pipeline sees the size.
			return;
		}
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer bomb = codec.encode(ByteBuffer.allocate(100_000), scratch);
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> codec.decode(bomb, 64, scratch))
				.withMessageContaining("64");
		}
	}

	@Test
	void whenAGzipStreamHasHeaderFieldsAndMembersThenAllIsRead() throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		byte[] first = gzip("first ");
		// The flags say that there are extra bytes, a name, a comment and a checksum.
		file.write(new byte[] { 0x1f, (byte) 0x8b, 8, 30, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 1, 2 });
		file.write(first, 10, first.length - 10);
		file.write(gzip("second"));
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer decoded = new GzipCodec(1).decode(ByteBuffer.wrap(file.toByteArray()), 100, scratch);
			assertThat(StandardCharsets.UTF_8.decode(decoded).toString()).isEqualTo("first second");
		}
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	@Test
	void whenAGzipStreamIsPaddedWithZerosThenAllIsReadAndNothingElseMayFollow() throws IOException {
		byte[] file = gzip("text");
		byte[] padded = Arrays.copyOf(file, file.length + 9);
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer decoded = new GzipCodec(1).decode(ByteBuffer.wrap(padded), 100, scratch);
			assertThat(StandardCharsets.UTF_8.decode(decoded).toString()).isEqualTo("text");
			padded[padded.length - 1] = 1;
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> new GzipCodec(1).decode(ByteBuffer.wrap(padded), 100, scratch));
		}
	}

	@Test
	void whenAStreamIsCutOffThenTheMessageSaysSo() {
		BytesToBytesCodec codec = (BytesToBytesCodec) Codecs.lzma(1);
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer encoded = codec.encode(ByteBuffer.allocate(1000), scratch);
			ByteBuffer cut = encoded.slice(0, encoded.remaining() - 1);
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> codec.decode(cut, 1000, scratch))
				.withMessageContaining("lzma stream of %d bytes is cut off", cut.remaining());
		}
	}

	@Test
	void whenAChunkIsSmallThenLzmaHasNoLargerDictionary() {
		LzmaCodec codec = new LzmaCodec(new Configuration(Map.of("format", 2, "preset", 9)));
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer encoded = codec.encode(ByteBuffer.allocate(5000), scratch).order(ByteOrder.LITTLE_ENDIAN);
			assertThat(encoded.getInt(1)).as("the size of the dictionary in the header").isEqualTo(5000);
			assertThat(codec.decode(encoded, 5000, scratch)).isEqualTo(ByteBuffer.allocate(5000));
		}
	}

	/**
	 * What liblzma wrote of 0 to 15, twice, with dictionaries of 64 and 256 MiB: an xz
	 * file, one with filters, two files of one half each, a file of two blocks without
	 * and with their sizes, an lzma file, a stream without a header.
	 */
	@ParameterizedTest
	@CsvSource({
			"1, /Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AAfABVdAAAAUlAKhPmbsoAhqWnWJ+D9uBswAAAAAABVswI1xlk+xAABMSBRkrXdH7bzfQEAAAAABFla",
			"0, /Td6WFoAAArh+wyhAwIDAQAEACEBIAAAPAF0IOAAHwALXQAAAJNnqpMeTbYAAAAAgKPg+T0GfMOnuZsGkt7EqmB36KO8LqFzxgKXTgnWhHQAAUMgJYm8wBibS5oBAAAAAApZWg==",
			"1, /Td6WFoAAAFpIt42AgAhARwAAAAQz1jMAQAPAAECAwQFBgcICQoLDA0ODwCI4s7OAAEkEOlE2cyQQpkNAQAAAAABWVoAAAAA/Td6WFoAAAD/EtlBAgAhARwAAAAQz1jMAQAPAAECAwQFBgcICQoLDA0ODwAAASAQ7YG1qAZynnoBAAAAAABZWg==",
			"1, /Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQAPAAECAwQFBgcICQoLDA0ODwBWU5i2IeRkegIAIQEcAAAAEM9YzAEADwABAgMEBQYHCAkKCwwNDg8AVlOYtiHkZHoAAigQKBAAADj6AgCxxGf7AgAAAAAEWVo=",
			"0, /Td6WFoAAATm1rRGAsAUECEBHAChb4bsAQAPAAECAwQFBgcICQoLDA0ODwBWU5i2IeRkegLAFBAhARwAoW+G7AEADwABAgMEBQYHCAkKCwwNDg8AVlOYtiHkZHoAAigQKBAAADj6AgCxxGf7AgAAAAAEWVo=",
			"2, XQAAAAT//////////wAAAFJQCoT5m7KAIalp1ifg/blHamP//3LYAAA=",
			"0, XQAAAAT//////////wAAAFJQCoT5m7KAIalp1ifg/blHamP//3LYAAA=",
			"3, 4AAfABVdAAAAUlAKhPmbsoAhqWnWJ+D9uBswAAA=" })
	void whenAChunkIsSmallThenLzmaIsDecodedWithASmallDictionary(int format, String base64) {
		Map<String, Object> filter = Map.of("id", 33, "dict_size", 1 << 26);
		LzmaCodec codec = new LzmaCodec(new Configuration(
				(format == 3) ? Map.of("format", format, "filters", List.of(filter)) : Map.of("format", format)));
		ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).asReadOnlyBuffer();
		byte[] expected = new byte[32];
		IntStream.range(0, 32).forEach((i) -> expected[i] = (byte) (i % 16));
		try (Scratch scratch = this.pool.scratch(false)) {
			assertThat(allocated(
					() -> assertThat(codec.decode(encoded, 32, scratch)).isEqualTo(ByteBuffer.wrap(expected))))
				.isLessThan(1 << 20);
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> codec.decode(encoded, 31, scratch))
				.withMessageContaining("more than 31");
			for (int i = 0; i < encoded.remaining(); i++) {
				byte[] damaged = new byte[encoded.remaining()];
				encoded.get(0, damaged);
				damaged[i] ^= (byte) 0x41;
				assertThat(allocated(() -> decodeDamaged(codec, damaged, scratch))).isLessThan(1 << 20);
			}
		}
	}

	private static void decodeDamaged(LzmaCodec codec, byte[] damaged, Scratch scratch) {
		try {
			codec.decode(ByteBuffer.wrap(damaged), 32, scratch);
		}
		catch (CorruptDataException | UnsupportedExtensionException ex) {
			assertThat(ex.getReason()).isNotEmpty();
		}
	}

	/**
	 * What work allocates that was done before: the first time includes the loading of
	 * classes.
	 */
	private static long allocated(Runnable work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		work.run();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	@Test
	void whenAGzipTrailerDoesNotFitThenItIsRefused() throws IOException {
		byte[] file = gzip("text");
		file[file.length - 5] ^= 1;
		try (Scratch scratch = this.pool.scratch(false)) {
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> new GzipCodec(1).decode(ByteBuffer.wrap(file), 100, scratch))
				.withMessageContaining("checksum");
		}
	}

	@Test
	void whenZstdFramesHaveNoContentSizeOrFollowEachOtherThenAllIsRead() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		try (ZstdOutputStream streamed = new ZstdOutputStream(frames)) {
			streamed.write("no size, ".getBytes(StandardCharsets.UTF_8));
		}
		assertThat(Zstd.getFrameContentSize(frames.toByteArray())).isLessThanOrEqualTo(0);
		frames.write(Zstd.compress("and another".getBytes(StandardCharsets.UTF_8)));
		try (Scratch scratch = this.pool.scratch(false)) {
			ByteBuffer decoded = new ZstdCodec(0, false).decode(ByteBuffer.wrap(frames.toByteArray()), 100, scratch);
			assertThat(StandardCharsets.UTF_8.decode(decoded).toString()).isEqualTo("no size, and another");
		}
	}

	@Test
	void whenAZstdChecksumDoesNotFitThenItIsRefused() {
		try (Scratch scratch = this.pool.scratch(false)) {
			byte[] frame = array(new ZstdCodec(3, true).encode(ByteBuffer.wrap(bytes(100)), scratch));
			frame[frame.length - 1] ^= 1;
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> new ZstdCodec(3, true).decode(ByteBuffer.wrap(frame), 100, scratch))
				.withMessageContaining("zstd");
		}
	}

	@Test
	void whenCrc32cIsComputedThenItIsThatOfTheStandard() {
		// RFC 3720, appendix B.4: 32 bytes of zeroes.
		try (Scratch scratch = this.pool.scratch(false)) {
			byte[] encoded = array(new Crc32cCodec().encode(ByteBuffer.allocate(32), scratch));
			assertThat(HexFormat.of().formatHex(encoded, 32, 36)).isEqualTo("aa36918a");
		}
	}

	@Test
	void whenALevelIsNoneOfTheCodecThenItIsRefused() {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Codecs.gzip(10));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Codecs.zstd(23));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Codecs.zlib(-2));
	}

	private static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		Arrays.fill(bytes, size / 2, size, (byte) 7);
		return bytes;
	}

	/**
	 * The bytes in the middle of a larger array.
	 */
	private static ByteBuffer padded(byte[] bytes) {
		ByteBuffer padded = ByteBuffer.allocate(bytes.length + 20).position(5).slice();
		padded.position(3).put(bytes).flip().position(3);
		return padded;
	}

	private static byte[] array(ByteBuffer buffer) {
		byte[] array = new byte[buffer.remaining()];
		buffer.duplicate().get(array);
		return array;
	}

}
