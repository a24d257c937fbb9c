package io.github.zarrspring.codec.blosc;

import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames as C-Blosc wrote them before it had a flag for blocks that are not split: those
 * of numcodecs 0.11 without that flag, which C-Blosc 1.21 decodes.
 */
class BloscFrameTests {

	@ParameterizedTest(name = "{0} bytes")
	@CsvSource({
			"20, 0201211420030000200300004d0000001400000035000000ff19000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272800ffffe2502324252627",
			"8, 020121082003000020030000890000001400000071000000ff55000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636400ffffa6505f60616263",
			"8, 0201010820030000200300008800000014000000700000003f000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f1f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f0360616263e0ffffb363016263" })
	void whenElementsAreWideOrFewThenTheBlocksOfOldWritersAreNotSplit(int typeSize, String hex) {
		byte[] frame = HexFormat.of().parseHex(hex);
		byte[] decoded = new byte[BloscFrame.size(frame, frame.length, 800)];
		BloscFrame.decode(frame, frame.length, 0, decoded.length, decoded, 0, new byte[decoded.length]);
		byte[] expected = new byte[800];
		for (int i = 0; i < expected.length; i++) {
			expected[i] = (byte) (i / typeSize);
		}
		assertThat(decoded).isEqualTo(expected);
	}

}
