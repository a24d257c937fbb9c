package io.github.zarrspring.dtype;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

import io.github.zarrspring.exception.CorruptDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IntegerTypeTests {

	static Stream<Range> ranges() {
		return Stream.of(new Range(DataType.INT8, "-128", "127"), new Range(DataType.INT16, "-32768", "32767"),
				new Range(DataType.INT32, "-2147483648", "2147483647"),
				new Range(DataType.INT64, "-9223372036854775808", "9223372036854775807"),
				new Range(DataType.UINT8, "0", "255"), new Range(DataType.UINT16, "0", "65535"),
				new Range(DataType.UINT32, "0", "4294967295"), new Range(DataType.UINT64, "0", "18446744073709551615"));
	}

	@ParameterizedTest
	@MethodSource("ranges")
	void whenFillValueIsAtTheEndsOfTheRangeThenItComesBack(Range range) {
		for (String text : List.of(range.min, range.max, "0", "1", "100")) {
			Object element = range.type.parseFillValue(json(text));
			assertThat(Array.getLength(element)).isOne();
			assertThat(range.type.formatFillValue(element)).hasToString(text);
			assertThat(range.type.formatV2FillValue(element)).hasToString(text);
			assertThat(range.type.parseV2FillValue(json(text))).isEqualTo(element);
		}
	}

	@ParameterizedTest
	@MethodSource("ranges")
	void whenFillValueIsOutOfRangeThenCorrupt(Range range) {
		for (BigInteger number : List.of(new BigInteger(range.min).subtract(BigInteger.ONE),
				new BigInteger(range.max).add(BigInteger.ONE), BigInteger.TEN.pow(900))) {
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> range.type.parseFillValue(json(number.toString())))
				.withMessageContaining(number.toString())
				.withMessageContaining(range.type.name());
		}
	}

	@ParameterizedTest
	@MethodSource("ranges")
	void whenFillValueIsNoIntegerThenCorrupt(Range range) {
		for (Object json : new Object[] { 0.0, 1.5, "0", "NaN", "0x00", true, List.of(0) }) {
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> range.type.parseFillValue(json))
				.withMessageContaining(String.valueOf(json));
		}
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> range.type.parseFillValue(null));
	}

	@ParameterizedTest
	@MethodSource("ranges")
	void whenV2ThenWholeFloatingPointNumbersAreFillValuesToo(Range range) {
		assertThat(range.type.parseV2FillValue(100.0)).isEqualTo(range.type.parseFillValue(100));
		assertThat(range.type.parseV2FillValue(-0.0)).isEqualTo(range.type.parseFillValue(0));
		for (double number : new double[] { 0.5, 0x1p64, -0x1p64, 1e300, Double.NaN, Double.POSITIVE_INFINITY }) {
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> range.type.parseV2FillValue(number));
		}
	}

	@Test
	void whenV2FillValueIsAFloatOfLargeMagnitudeThenItIsExact() {
		assertThat(DataType.UINT64.parseV2FillValue(0x1p63)).isEqualTo(new long[] { Long.MIN_VALUE });
		assertThat(DataType.INT64.parseV2FillValue(-0x1p63)).isEqualTo(new long[] { Long.MIN_VALUE });
	}

	@Test
	void unsignedHasTheBitsOfTheSignedJavaType() {
		assertThat(DataType.UINT8.parseFillValue(255)).isEqualTo(new byte[] { -1 });
		assertThat(DataType.UINT16.parseFillValue(65535)).isEqualTo(new short[] { -1 });
		assertThat(DataType.UINT32.parseFillValue(4294967295L)).isEqualTo(new int[] { -1 });
		assertThat(DataType.UINT64.parseFillValue(new BigInteger("18446744073709551615"))).isEqualTo(new long[] { -1 });
	}

	@Test
	void v2Names() {
		assertThat(DataType.INT8.toV2(ByteOrder.LITTLE_ENDIAN)).isEqualTo("|i1");
		assertThat(DataType.UINT8.toV2(ByteOrder.BIG_ENDIAN)).isEqualTo("|u1");
		assertThat(DataType.INT16.toV2(ByteOrder.LITTLE_ENDIAN)).isEqualTo("<i2");
		assertThat(DataType.UINT64.toV2(ByteOrder.BIG_ENDIAN)).isEqualTo(">u8");
	}

	@ParameterizedTest
	@MethodSource("ranges")
	void layout(Range range) {
		assertThat(range.type.itemSize() * 8).isEqualTo(Integer.parseInt(range.type.name().replaceAll("[a-z]", "")));
		assertThat(range.type.slots()).isOne();
		assertThat(range.type.formatFillValue(range.type.defaultFillValue())).hasToString("0");
		assertThat(range.type.toExtension().configuration().isEmpty()).isTrue();
	}

	/**
	 * A number as the JSON parser gives it.
	 */
	private static Number json(String text) {
		BigInteger number = new BigInteger(text);
		return (number.bitLength() < 32) ? (Number) number.intValue()
				: (number.bitLength() < 64) ? (Number) number.longValue() : number;
	}

	private record Range(DataType type, String min, String max) {

	}

}
