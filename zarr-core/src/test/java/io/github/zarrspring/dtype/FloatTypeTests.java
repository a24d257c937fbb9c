package io.github.zarrspring.dtype;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FloatTypeTests {

	@Test
	void layout() {
		assertThat(DataType.FLOAT32.elementType()).isSameAs(ElementType.FLOATS);
		assertThat(DataType.FLOAT64.elementType()).isSameAs(ElementType.DOUBLES);
		assertThat(DataType.FLOAT32.toV2(ByteOrder.BIG_ENDIAN)).isEqualTo(">f4");
		assertThat(DataType.FLOAT64.toV2(ByteOrder.LITTLE_ENDIAN)).isEqualTo("<f8");
		assertThat(DataType.FLOAT32.defaultFillValue()).isEqualTo(new float[] { 0 });
		assertThat(DataType.FLOAT64.defaultFillValue()).isEqualTo(new double[] { 0 });
	}

	@Test
	void numbers() {
		assertThat(single(1.5)).isEqualTo(1.5f);
		assertThat(single(-7)).isEqualTo(-7f);
		assertThat(single(0.1)).isEqualTo(0.1f);
		assertThat(single(16777217)).isEqualTo(16777216f);
		assertThat(twice(0.1)).isEqualTo(0.1);
		assertThat(twice(9007199254740993L)).isEqualTo(9007199254740992.0);
		assertThat(twice(BigInteger.TWO.pow(70))).isEqualTo(0x1p70);
		assertThat(twice(new BigDecimal("1e400"))).isEqualTo(Double.POSITIVE_INFINITY);
		assertThat(Double.doubleToRawLongBits(twice(-0.0))).isEqualTo(Long.MIN_VALUE);
	}

	@Test
	void words() {
		assertThat(Float.floatToRawIntBits(single("NaN"))).isEqualTo(0x7fc00000);
		assertThat(Double.doubleToRawLongBits(twice("NaN"))).isEqualTo(0x7ff8000000000000L);
		assertThat(single("Infinity")).isEqualTo(Float.POSITIVE_INFINITY);
		assertThat(single("-Infinity")).isEqualTo(Float.NEGATIVE_INFINITY);
		assertThat(twice("Infinity")).isEqualTo(Double.POSITIVE_INFINITY);
		assertThat(twice("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
	}

	@Test
	void whenDocumentHasBareNaNThenItIsReadLikeTheWord() {
		assertThat(single(Double.NaN)).isNaN();
		assertThat(DataType.FLOAT32.formatFillValue(new float[] { single(Double.NaN) })).isEqualTo("NaN");
	}

	@Test
	void hexIsWrittenBigEndian() {
		assertThat(single("0x3f800000")).isEqualTo(1f);
		assertThat(twice("0xC000000000000000")).isEqualTo(-2.0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x7fc00001, 0x7f800001, 0xffc00000, 0xffffffff, 0x7fbfffff })
	void whenNaNHasAPayloadThenItIsKeptInHex(int bits) {
		Object element = DataType.FLOAT32.parseFillValue("0x%08x".formatted(bits));
		assertThat(Float.floatToRawIntBits(((float[]) element)[0])).isEqualTo(bits);
		assertThat(DataType.FLOAT32.formatFillValue(element)).isEqualTo("0x%08x".formatted(bits));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0x7ff8000000000001L, 0x7ff0000000000001L, 0xfff8000000000000L, -1L })
	void whenNaNHasALongPayloadThenItIsKeptInHex(long bits) {
		Object element = DataType.FLOAT64.parseFillValue("0x%016x".formatted(bits));
		assertThat(Double.doubleToRawLongBits(((double[]) element)[0])).isEqualTo(bits);
		assertThat(DataType.FLOAT64.formatFillValue(element)).isEqualTo("0x%016x".formatted(bits));
	}

	@Test
	void format() {
		assertThat(DataType.FLOAT32.formatFillValue(new float[] { 1.5f })).isEqualTo(1.5);
		assertThat(DataType.FLOAT32.formatFillValue(new float[] { Float.NaN })).isEqualTo("NaN");
		assertThat(DataType.FLOAT32.formatFillValue(new float[] { Float.POSITIVE_INFINITY })).isEqualTo("Infinity");
		assertThat(DataType.FLOAT64.formatFillValue(new double[] { Double.NEGATIVE_INFINITY })).isEqualTo("-Infinity");
		assertThat(DataType.FLOAT64.formatFillValue(new double[] { -0.0 })).isEqualTo(-0.0);
	}

	@Test
	void whenSingleIsWrittenThenItIsReadBackExactly() {
		for (float value : new float[] { 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, 1 / 3f, -9999.9f, 1e-40f }) {
			Object json = DataType.FLOAT32.formatFillValue(new float[] { value });
			assertThat(DataType.FLOAT32.parseFillValue(json)).isEqualTo(new float[] { value });
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nan", "+Infinity", "inf", "", "1.0", "0x", "0x7fc0000", "0x7fc000000", "0X7fc00000",
			"7fc00000", "0x+fc00000", "0x-fc00000", "0x7fc0000g", "0x7fc0 000" })
	void whenTextIsNoFillValueThenCorrupt(String text) {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> DataType.FLOAT32.parseFillValue(text))
			.withMessageContaining('"' + text + '"');
	}

	@Test
	void whenFillValueIsNoNumberThenCorrupt() {
		for (Object json : new Object[] { true, List.of(1.0) }) {
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> DataType.FLOAT64.parseFillValue(json));
		}
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> DataType.FLOAT64.parseFillValue(null));
	}

	@Test
	void whenV2ThenNaNWithPayloadCannotBeWritten() {
		assertThat(DataType.FLOAT64.formatV2FillValue(new double[] { Double.NaN })).isEqualTo("NaN");
		double[] element = { Double.longBitsToDouble(0x7ff8000000000001L) };
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> DataType.FLOAT64.formatV2FillValue(element))
			.withMessageContaining("0x7ff8000000000001");
	}

	private static float single(Object json) {
		return ((float[]) DataType.FLOAT32.parseFillValue(json))[0];
	}

	private static double twice(Object json) {
		return ((double[]) DataType.FLOAT64.parseFillValue(json))[0];
	}

}
