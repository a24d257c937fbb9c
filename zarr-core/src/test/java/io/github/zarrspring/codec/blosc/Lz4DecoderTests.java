package io.github.zarrspring.codec.blosc;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lz4Decoder} and {@link WideElements}.
 */
class Lz4DecoderTests {

	private static byte[] bytes(Random random) {
		byte[] bytes = new byte[random.nextInt(5000)];
		int position = 0;
		while (position < bytes.length) {
			int count = Math.min(bytes.length - position, 1 + random.nextInt(300));
			int period = 1 + random.nextInt(20);
			boolean repeats = random.nextInt(3) > 0;
			for (int i = 0; i < count; i++) {
				bytes[position + i] = (repeats && position + i >= period) ? bytes[position + i - period]
						: (byte) random.nextInt();
			}
			position += count;
		}
		return bytes;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1000, 2000, 3000 })
	void whenBlocksAreDecodedThenTheyAreWhatWasEncoded(int seed) {
		for (int i = seed; i < seed + 500; i++) {
			Random random = new Random(i);
			byte[] bytes = bytes(random);
			byte[] block = new byte[bytes.length * 2 + 64];
			int length = Lz4.FAST.compress(1, bytes, 0, bytes.length, block, 3, block.length - 3);
			byte[] target = new byte[bytes.length + 10];
			Arrays.fill(target, (byte) 99);
			assertThat(Lz4Decoder.decode(block, 3, length, target, 5, bytes.length)).as("seed " + i)
				.isEqualTo(bytes.length);
			assertThat(Arrays.copyOfRange(target, 5, 5 + bytes.length)).as("seed " + i).isEqualTo(bytes);
			assertThat(Arrays.copyOfRange(target, 5 + bytes.length, target.length)).as("seed " + i).containsOnly(99);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1000, 2000, 3000 })
	void whenBlocksAreDamagedThenNothingElseIsTouched(int seed) {
		for (int i = seed; i < seed + 500; i++) {
			Random random = new Random(i);
			byte[] bytes = bytes(random);
			byte[] block = new byte[bytes.length * 2 + 64];
			int length = Lz4.FAST.compress(1, bytes, 0, bytes.length, block, 0, block.length);
			for (int damages = random.nextInt(4); damages > 0; damages--) {
				block[random.nextInt(length)] = (byte) random.nextInt();
			}
			int cut = random.nextInt(length + 1);
			int size = random.nextInt(bytes.length + 1);
			byte[] target = new byte[size + 20];
			Arrays.fill(target, (byte) 99);
			assertThat(Lz4Decoder.decode(block, 0, cut, target, 10, size)).as("seed " + i).isBetween(-1, size);
			assertThat(Arrays.copyOf(target, 10)).as("seed " + i).containsOnly(99);
			assertThat(Arrays.copyOfRange(target, 10 + size, size + 20)).as("seed " + i).containsOnly(99);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 8, 12, 16 })
	void whenElementsAreShuffledThenEachByteIsInItsPlace(int typeSize) {
		for (int elements : new int[] { 0, 1, 7, 8, 64, 1001 }) {
			byte[] bytes = new byte[elements * typeSize + 1];
			new Random(typeSize).nextBytes(bytes);
			byte[] shuffled = new byte[bytes.length];
			Shuffle.SHUFFLE.shuffle(bytes, 0, shuffled, 0, bytes.length, typeSize);
			int count = bytes.length / typeSize;
			for (int i = 0; i < count * typeSize; i++) {
				assertThat(shuffled[i % typeSize * count + i / typeSize]).isEqualTo(bytes[i]);
			}
			byte[] back = new byte[bytes.length];
			Shuffle.SHUFFLE.unshuffle(shuffled, 0, back, 0, bytes.length, typeSize);
			assertThat(back).isEqualTo(bytes);
		}
	}

}
