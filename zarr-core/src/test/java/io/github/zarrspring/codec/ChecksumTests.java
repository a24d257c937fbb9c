package io.github.zarrspring.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checksums that others have computed.
 */
class ChecksumTests {

	/**
	 * What HDF5 1.10 has written behind chunks of these bytes.
	 */
	@ParameterizedTest
	@CsvSource({ "7, 1, 7e51e5da", "8, 2, 79e63ece", "2001, 3, ce808d4f" })
	void whenHdf5HasWrittenAChunkThenFletcher32IsTheSame(int size, int seed, String littleEndian) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) (i * 37 + seed * 101);
		}
		int expected = Integer.reverseBytes(HexFormat.fromHexDigits(littleEndian));
		assertThat(Checksum.FLETCHER32.of(ByteBuffer.wrap(bytes))).isEqualTo(expected);
	}

	/**
	 * What numcodecs 0.16.5 has computed of these bytes.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 1, 0, efbeadde", "1, 1, 0, e648c546", "12, 2, 0, 7a4e1332", "13, 3, 0, 0a9fb2d0",
			"2001, 3, 7, cd2d94e7" })
	void whenNumcodecsHasEncodedThenLookup3IsTheSame(int size, int seed, int start, String littleEndian) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) (i * 37 + seed * 101);
		}
		int expected = Integer.reverseBytes(HexFormat.fromHexDigits(littleEndian));
		assertThat(Checksum.JENKINS_LOOKUP3.of(ByteBuffer.wrap(bytes), start)).isEqualTo(expected);
	}

}
