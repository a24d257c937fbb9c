package io.github.zarrspring.dtype;

import io.github.zarrspring.dtype.ValueCast.OutOfRange;
import io.github.zarrspring.dtype.ValueCast.Rounding;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueCastTests {

	private static Object cast(DataType from, DataType to, Rounding rounding, Object array) {
		return new ValueCast(from, to, rounding, null).apply(array);
	}

	@ParameterizedTest
	@CsvSource({ "NEAREST_EVEN, -2, -2, -1, 0, 0, 0, 2, 2, 3", "NEAREST_AWAY, -3, -2, -1, -1, 1, 0, 2, 3, 3",
			"TOWARDS_ZERO, -2, -1, -1, 0, 0, 0, 1, 2, 2", "TOWARDS_POSITIVE, -2, -1, -1, 0, 1, 1, 2, 3, 3",
			"TOWARDS_NEGATIVE, -3, -2, -1, -1, 0, 0, 1, 2, 2" })
	void floatsAreRoundedToIntegers(Rounding rounding, int a, int b, int c, int d, int e, int f, int g, int h, int i) {
		double[] values = { -2.5, -1.5, -1, -0.5, 0.5, 0.49999999999999994, 1.5, 2.5, 2.51 };
		assertThat((int[]) cast(DataType.FLOAT64, DataType.INT32, rounding, values)).containsExactly(a, b, c, d, e, f,
				g, h, i);
	}

	@ParameterizedTest
	@CsvSource({ "NEAREST_EVEN, 0x3dcccccd, 0xbdcccccd, 0x3c00, 9007199254740992, 16777216",
			"NEAREST_AWAY, 0x3dcccccd, 0xbdcccccd, 0x3c01, 9007199254740994, 16777218",
			"TOWARDS_ZERO, 0x3dcccccc, 0xbdcccccc, 0x3c00, 9007199254740992, 16777216",
			"TOWARDS_POSITIVE, 0x3dcccccd, 0xbdcccccc, 0x3c01, 9007199254740994, 16777218",
			"TOWARDS_NEGATIVE, 0x3dcccccc, 0xbdcccccd, 0x3c00, 9007199254740992, 16777216" })
	void numbersAreRoundedToFloats(Rounding rounding, String tenth, String negative, String half, long wide,
			int single) {
		float[] tenths = (float[]) cast(DataType.FLOAT64, DataType.FLOAT32, rounding, new double[] { 0.1, -0.1 });
		assertThat(Float.floatToRawIntBits(tenths[0])).isEqualTo(Long.decode(tenth).intValue());
		assertThat(Float.floatToRawIntBits(tenths[1])).isEqualTo(Long.decode(negative).intValue());
		// In the middle between 1 and the next of float16.
		assertThat((short[]) cast(DataType.FLOAT64, DataType.FLOAT16, rounding, new double[] { 1 + 0x1p-11 }))
			.containsExactly(Integer.decode(half));
		assertThat((double[]) cast(DataType.INT64, DataType.FLOAT64, rounding, new long[] { (1L << 53) + 1 }))
			.containsExactly(wide);
		assertThat((float[]) cast(DataType.UINT32, DataType.FLOAT32, rounding, new int[] { (1 << 24) + 1 }))
			.containsExactly(single);
	}

	@Test
	void whatIsRoundedIsRoundedOnce() {
		// Rounded to a double first, it would be in the middle and go down.
		long value = (1L << 60) + (1L << 36) + 1;
		assertThat(
				(float[]) cast(DataType.INT64, DataType.FLOAT32, Rounding.NEAREST_EVEN, new long[] { value, -value }))
			.containsExactly(0x1p60f + 0x1p37f, -0x1p60f - 0x1p37f);
		assertThat((float[]) cast(DataType.UINT64, DataType.FLOAT32, Rounding.TOWARDS_ZERO, new long[] { -1 }))
			.containsExactly(Math.nextDown(0x1p64f));
		assertThat((double[]) cast(DataType.UINT64, DataType.FLOAT64, Rounding.NEAREST_EVEN, new long[] { -1 }))
			.containsExactly(0x1p64);
		assertThat((short[]) cast(DataType.FLOAT32, DataType.BFLOAT16, Rounding.TOWARDS_POSITIVE,
				new float[] { -1.001f, 1.001f, Float.MIN_VALUE }))
			.containsExactly(0xbf80 - 0x10000, 0x3f81, 1);
	}

	@Test
	void whatIsBeyondTheRangeIsClampedOrWraps() {
		double[] values = { 300, -1, 255.4, 1e20, -1e20 };
		assertThat((byte[]) range(DataType.FLOAT64, DataType.UINT8, OutOfRange.CLAMP, values)).containsExactly(255, 0,
				255, 255, 0);
		assertThat((byte[]) range(DataType.FLOAT64, DataType.UINT8, OutOfRange.WRAP, new double[] { 300, -1, 256 }))
			.containsExactly(44, 255, 0);
		assertThat((int[]) range(DataType.FLOAT64, DataType.INT32, OutOfRange.WRAP, new double[] { 1e20 }))
			.containsExactly(1661992960);
		assertThat((long[]) range(DataType.FLOAT64, DataType.UINT64, OutOfRange.WRAP, new double[] { 1e20 }))
			.containsExactly(7766279631452241920L);
		assertThat((long[]) range(DataType.FLOAT64, DataType.INT64, OutOfRange.CLAMP,
				new double[] { 0x1p63, -0x1p63, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY }))
			.containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);
		assertThat((long[]) range(DataType.FLOAT64, DataType.UINT64, OutOfRange.CLAMP, new double[] { 0x1p63, 0x1p64 }))
			.containsExactly(Long.MIN_VALUE, -1);
		assertThat((byte[]) range(DataType.UINT64, DataType.INT8, OutOfRange.CLAMP, new long[] { -1, 127, 128 }))
			.containsExactly(127, 127, 127);
		assertThat(
				(short[]) range(DataType.INT64, DataType.INT16, OutOfRange.WRAP, new long[] { 32768, -32769, 65536 }))
			.containsExactly(-32768, 32767, 0);
		assertThat((long[]) range(DataType.INT64, DataType.UINT64, OutOfRange.CLAMP, new long[] { -5, 5 }))
			.containsExactly(0, 5);
		assertThat((float[]) range(DataType.FLOAT64, DataType.FLOAT32, OutOfRange.CLAMP,
				new double[] { 1e39, -1e39, Double.POSITIVE_INFINITY }))
			.containsExactly(Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY);
	}

	private static Object range(DataType from, DataType to, @Nullable OutOfRange range, Object array) {
		return new ValueCast(from, to, Rounding.NEAREST_EVEN, range).apply(array);
	}

	@ParameterizedTest
	@EnumSource(OutOfRange.class)
	void whatNoRuleCoversIsRefused(OutOfRange range) {
		refused(DataType.FLOAT64, DataType.INT32, range, new double[] { Double.NaN });
		refused(DataType.FLOAT64, DataType.INT32, null, new double[] { 0x1p31 });
		refused(DataType.FLOAT64, DataType.INT32, null, new double[] { Double.POSITIVE_INFINITY });
		refused(DataType.FLOAT64, DataType.INT32, OutOfRange.WRAP, new double[] { Double.POSITIVE_INFINITY });
		refused(DataType.FLOAT64, DataType.FLOAT32, null, new double[] { 1e39 });
		refused(DataType.INT32, DataType.FLOAT16, null, new int[] { 65520 });
		refused(DataType.INT64, DataType.UINT64, null, new long[] { -1 });
		refused(DataType.UINT64, DataType.INT64, null, new long[] { -1 });
		assertThat((double[]) cast(DataType.FLOAT32, DataType.FLOAT64, Rounding.NEAREST_EVEN,
				new float[] { Float.NaN, Float.NEGATIVE_INFINITY, -0f }))
			.containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, -0.0);
		for (DataType type : new DataType[] { DataType.BOOL, DataType.STRING, DataType.COMPLEX64, DataType.INT4 }) {
			assertThatExceptionOfType(UnsupportedExtensionException.class)
				.isThrownBy(() -> new ValueCast(DataType.INT32, type, Rounding.NEAREST_EVEN, range));
		}
	}

	private static void refused(DataType from, DataType to, @Nullable OutOfRange range, Object array) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> range(from, to, range, array));
	}

}
