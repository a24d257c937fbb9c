package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows of elements in the byte order that is not the machine's.
 */
class ReversedElementsTests {

	private static final int SLOTS = 60_000;

	private static final ByteOrder OTHER = (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) ? ByteOrder.LITTLE_ENDIAN
			: ByteOrder.BIG_ENDIAN;

	@ParameterizedTest
	@CsvSource(textBlock = """
			1, 1, 0, 0, 1
			7, 5, 3, 5, 6
			3, 33, 1, 33, 40
			3, 33, 1, 40, 33
			100, 130, 0, 130, 131
			2, 20_000, 5, 20_000, 20_001
			2, 20_001, 7, 20_011, 20_001
			""")
	void whenRowsLieSideBySideThenEachElementIsReversed(int number, int length, int first, int rowStride,
			int targetRowStride) {
		byte[] bytes = new byte[SLOTS * Long.BYTES];
		new Random(length).nextBytes(bytes);
		Rows rows = new Rows(number, length, first, rowStride, 1, 2, targetRowStride, 1);
		short[] shorts = new short[SLOTS];
		view(ElementType.SHORTS, bytes).get(rows, shorts);
		int[] ints = new int[SLOTS];
		view(ElementType.INTS, bytes).get(rows, ints);
		long[] longs = new long[SLOTS];
		view(ElementType.LONGS, bytes).get(rows, longs);
		short[] expectedShorts = new short[SLOTS];
		int[] expectedInts = new int[SLOTS];
		long[] expectedLongs = new long[SLOTS];
		ByteBuffer encoded = ByteBuffer.wrap(bytes).order(OTHER);
		for (int row = 0; row < number; row++) {
			for (int i = 0; i < length; i++) {
				int to = rows.second(row) + i;
				int from = rows.first(row) + i;
				expectedShorts[to] = encoded.getShort(Short.BYTES * from);
				expectedInts[to] = encoded.getInt(Integer.BYTES * from);
				expectedLongs[to] = encoded.getLong(Long.BYTES * from);
			}
		}
		assertThat(shorts).isEqualTo(expectedShorts);
		assertThat(ints).isEqualTo(expectedInts);
		assertThat(longs).isEqualTo(expectedLongs);
	}

	private static ElementBuffer view(ElementType type, byte[] bytes) {
		ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 1).position(1).put(bytes).position(1);
		return type.view(direct, OTHER);
	}

}
