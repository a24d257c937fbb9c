package io.github.zarrspring.dtype;

import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The data types {@code float16}, {@code bfloat16}, {@code complex64} and
 * {@code complex128}.
 */
class SmallFloatTypeTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "-0.0, 8000", "1, 3c00", "-2, c000", "65504, 7bff", "65519, 7bff", "65520, 7c00", "1e9, 7c00",
			"6.103515625e-05, 0400", "6.097555160522461e-05, 03ff", "5.960464477539063e-08, 0001",
			"2.980232238769531e-08, 0000", "2.9802322387695316e-08, 0001", "1.00048828125, 3c00", "1.00146484375, 3c02",
			"1.000488281250001, 3c01", "0.1, 2e66", "NaN, 7e00", "Infinity, 7c00", "-Infinity, fc00" })
	void whenANumberIsRoundedToHalfPrecisionThenToTheNearestEvenOne(double number, String bits) {
		assertThat(BinaryFloat.HALF.bits(number)).isEqualTo((short) Integer.parseInt(bits, 16));
	}

	@Test
	void whenBitsAreWidenedAndRoundedThenTheyAreTheSame() {
		for (BinaryFloat format : List.of(BinaryFloat.HALF, BinaryFloat.BRAIN)) {
			for (int bits = 0; bits < 1 << 16; bits++) {
				float value = format.value((short) bits);
				if (!Float.isNaN(value)) {
					assertThat(format.bits(value)).isEqualTo((short) bits);
				}
			}
		}
		for (int bits = 0; bits < 1 << 16; bits++) {
			assertThat(Float.floatToRawIntBits(BinaryFloat.BRAIN.value((short) bits))).isEqualTo(bits << 16);
		}
	}

	@Test
	void whenAFillValueIsReadThenAllFormsAreKnown() {
		for (Object json : List.of(1.5, 0.0, "NaN", "Infinity", "-Infinity", "0x7e01")) {
			Object element = DataType.FLOAT16.parseFillValue(json);
			assertThat(DataType.FLOAT16.formatFillValue(element)).isEqualTo(json);
		}
		assertThat(DataType.COMPLEX64.formatFillValue(DataType.COMPLEX64.parseFillValue(List.of(1.5, "NaN"))))
			.isEqualTo(List.of(1.5, "NaN"));
		assertThat(DataType.COMPLEX128.parseV2FillValue(2)).isEqualTo(new double[] { 2, 0 });
		for (Object json : List.of("x", "0x7e", "0x7e011", true, List.of(1))) {
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> DataType.FLOAT16.parseFillValue(json));
			assertThatExceptionOfType(CorruptDataException.class)
				.isThrownBy(() -> DataType.COMPLEX128.parseFillValue(json));
		}
	}

}
