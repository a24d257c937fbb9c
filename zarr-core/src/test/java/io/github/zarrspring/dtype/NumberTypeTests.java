package io.github.zarrspring.dtype;

import io.github.zarrspring.exception.ZarrException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NumberTypeTests {

	/**
	 * What {@code numpy.dtype(name).str} gives in NumPy 1.24; times are their numbers.
	 */
	@ParameterizedTest
	@CsvSource({ "int8, |i1", "int16, <i2", "int32, <i4", "int64, <i8", "uint8, |u1", "uint16, <u2", "uint32, <u4",
			"uint64, <u8", "float16, <f2", "float32, <f4", "float64, <f8", "bool, |b1", "bool_, |b1", "byte, |i1",
			"ubyte, |u1", "short, <i2", "ushort, <u2", "intc, <i4", "uintc, <u4", "int, <i8", "int_, <i8", "uint, <u8",
			"longlong, <i8", "ulonglong, <u8", "intp, <i8", "uintp, <u8", "half, <f2", "single, <f4", "float, <f8",
			"float_, <f8", "double, <f8", "b, |i1", "B, |u1", "h, <i2", "H, <u2", "i, <i4", "I, <u4", "l, <i8",
			"L, <u8", "q, <i8", "Q, <u8", "e, <f2", "f, <f4", "d, <f8", "?, |b1", "p, <i8", "P, <u8", "i1, |i1",
			"u1, |u1", "b1, |b1", "f2, <f2", "f4, <f4", "f8, <f8", "<i2, <i2", ">i2, >i2", "=i2, <i2", "|i2, <i2",
			"<h, <i2", ">d, >f8", "<?, |b1", "|b, |i1", "=l, <i8", "datetime64, <i8", "datetime64[ns], <i8",
			"<M8[ns], <i8", "timedelta64[ms], <i8", ">m8[D], >i8" })
	void theNamesOfNumPyAreRead(String name, String type) {
		assertThat(NumberType.parse(name).toV2()).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<", "<int16", ">float64", "Int8", "Float64", "float128", "longdouble", "g", "f16",
			"complex64", "c8", "S1", "str", "U", "object", "O", "i3", "i2,", "int16 ", "datetime64ns", "=", "|" })
	void whatIsNoNumberIsRefused(String name) {
		assertThatExceptionOfType(ZarrException.class).isThrownBy(() -> NumberType.parse(name));
	}

}
