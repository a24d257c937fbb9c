package io.github.zarrspring.codec.blosc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import net.jpountz.lz4.LZ4Factory;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link BlockCodec}s that are written here, with decoders of others beside
 * the own.
 */
class BlockCodecsTests {

	private static final int BEFORE = 3;

	private static final byte FENCE = 99;

	@ParameterizedTest
	@EnumSource(names = { "LZ4", "LZ4HC", "BLOSCLZ", "SNAPPY" })
	void whenBlocksOfAllSmallSizesAreCompressedThenDecodersGiveThemBack(Compressor compressor) throws IOException {
		for (int size = 1; size <= 300; size++) {
			for (Content content : Content.values()) {
				check(compressor, 1 + size % 9, content, size);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "LZ4", "LZ4HC", "BLOSCLZ", "SNAPPY" })
	void whenBlocksAreAboutAsLargeAsTheLongestDistanceThenDecodersGiveThemBack(Compressor compressor)
			throws IOException {
		for (int size : new int[] { 8190, 8200, 65_534, 65_535, 65_536, 65_537, 65_550, 131_071, 131_085, 200_000 }) {
			for (Content content : Content.values()) {
				check(compressor, 5, content, size);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "LZ4", "LZ4HC", "BLOSCLZ", "SNAPPY" })
	void whenBytesRepeatThenTheyGetFewer(Compressor compressor) {
		byte[] zeros = new byte[100_000];
		byte[] target = new byte[zeros.length];
		assertThat(compressor.codec().compress(5, zeros, 0, zeros.length, target, 0, target.length)).isBetween(1, 5000);
		byte[] far = new byte[120_000];
		new Random(1).nextBytes(far);
		System.arraycopy(far, 0, far, 60_000, 60_000);
		assertThat(compressor.codec().compress(5, far, 0, far.length, target, 0, target.length)).isBetween(60_000,
				65_000);
	}

	@ParameterizedTest
	@EnumSource(names = { "LZ4", "LZ4HC", "BLOSCLZ", "SNAPPY" })
	void whenTheLevelIsTheSameThenTheBlockIs(Compressor compressor) {
		byte[] bytes = Content.MIXED.bytes(70_000);
		byte[] first = new byte[bytes.length * 2];
		byte[] second = new byte[bytes.length * 2];
		int length = compressor.codec().compress(5, bytes, 0, bytes.length, first, 0, first.length);
		byte[] moved = new byte[bytes.length + 77];
		System.arraycopy(bytes, 0, moved, 77, bytes.length);
		assertThat(compressor.codec().compress(5, moved, 77, bytes.length, second, 0, second.length)).isEqualTo(length);
		assertThat(second).isEqualTo(first);
	}

	private static void check(Compressor compressor, int level, Content content, int size) throws IOException {
		String name = "%s of %d bytes, level %d".formatted(content, size, level);
		byte[] bytes = content.bytes(size);
		byte[] source = new byte[size + 2 * BEFORE];
		System.arraycopy(bytes, 0, source, BEFORE, size);
		byte[] block = compress(compressor, level, source, size, size * 2 + 64);
		assertThat(block).as(name).isNotEmpty();
		byte[] decoded = new byte[size];
		assertThat(compressor.codec().decompress(block, 0, block.length, decoded, 0, size)).as(name).isEqualTo(size);
		assertThat(decoded).as(name).isEqualTo(bytes);
		assertThat(decodeElsewhere(compressor, block, size)).as(name).isEqualTo(bytes);
		assertThat(compress(compressor, level, source, size, block.length)).as(name).isEqualTo(block);
		for (int room : new int[] { block.length - 1, block.length / 2, 1, 0 }) {
			assertThat(compress(compressor, level, source, size, Math.min(room, block.length - 1))).as(name).isEmpty();
		}
	}

	/**
	 * Compress to the middle of an array, of which nothing else is to be changed.
	 */
	private static byte[] compress(Compressor compressor, int level, byte[] source, int size, int room) {
		byte[] target = new byte[room + 2 * BEFORE];
		Arrays.fill(target, FENCE);
		int length = compressor.codec().compress(level, source, BEFORE, size, target, BEFORE, room);
		assertThat(length).isBetween(0, room);
		assertThat(Arrays.copyOf(target, BEFORE)).containsOnly(FENCE);
		assertThat(Arrays.copyOfRange(target, BEFORE + room, target.length)).containsOnly(FENCE);
		return Arrays.copyOfRange(target, BEFORE, BEFORE + length);
	}

	private static byte[] decodeElsewhere(Compressor compressor, byte[] block, int size) throws IOException {
		byte[] decoded = new byte[size];
		switch (compressor) {
			case LZ4, LZ4HC ->
				assertThat(LZ4Factory.safeInstance().safeDecompressor().decompress(block, decoded)).isEqualTo(size);
			case SNAPPY -> {
				try (SnappyCompressorInputStream stream = new SnappyCompressorInputStream(
						new ByteArrayInputStream(block), 1 << 17)) {
					assertThat(stream.readNBytes(decoded, 0, size)).isEqualTo(size);
					assertThat(stream.read()).isEqualTo(-1);
				}
			}
			default -> compressor.codec().decompress(block, 0, block.length, decoded, 0, size);
		}
		return decoded;
	}

	/**
	 * What is compressed.
	 */
	private enum Content {

		ZEROS, RANDOM, FEW_VALUES, PERIODIC, MIXED, STEPS;

		byte[] bytes(int size) {
			Random random = new Random(size * 31L + ordinal());
			byte[] bytes = new byte[size];
			int period = 1 + random.nextInt(20);
			boolean repeats = false;
			for (int i = 0; i < size; i++) {
				repeats = (random.nextInt(40) == 0) ? random.nextBoolean() : repeats;
				bytes[i] = (byte) switch (this) {
					case ZEROS -> 0;
					case RANDOM -> random.nextInt();
					case FEW_VALUES -> random.nextInt(4);
					case PERIODIC -> (i < period) ? random.nextInt() : bytes[i - period];
					case MIXED -> (repeats && i >= period) ? bytes[i - period] : random.nextInt();
					case STEPS -> i / 300;
				};
			}
			return bytes;
		}

	}

}
