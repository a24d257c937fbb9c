package io.github.zarrspring.dtype;

import java.nio.ByteOrder;

import io.github.zarrspring.exception.CorruptDataException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BoolTypeTests {

	@Test
	void layout() {
		assertThat(DataType.BOOL.elementType()).isSameAs(ElementType.BOOLEANS);
		assertThat(DataType.BOOL.itemSize()).isOne();
		assertThat(DataType.BOOL.name()).isEqualTo("bool");
		assertThat(DataType.BOOL.toV2(ByteOrder.BIG_ENDIAN)).isEqualTo("|b1");
		assertThat(DataType.BOOL.defaultFillValue()).isEqualTo(new boolean[] { false });
	}

	@Test
	void fillValues() {
		assertThat(DataType.BOOL.parseFillValue(true)).isEqualTo(new boolean[] { true });
		assertThat(DataType.BOOL.parseFillValue(false)).isEqualTo(new boolean[] { false });
		assertThat(DataType.BOOL.formatFillValue(new boolean[] { true })).isEqualTo(true);
		assertThat(DataType.BOOL.formatV2FillValue(new boolean[] { false })).isEqualTo(false);
	}

	@Test
	void whenV2ThenZeroAndOneAreFillValuesToo() {
		assertThat(DataType.BOOL.parseV2FillValue(1)).isEqualTo(new boolean[] { true });
		assertThat(DataType.BOOL.parseV2FillValue(0)).isEqualTo(new boolean[] { false });
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> DataType.BOOL.parseV2FillValue(2));
	}

	@Test
	void whenFillValueIsNoBooleanThenCorrupt() {
		for (Object json : new Object[] { 0, 1, "true", 1.0 }) {
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> DataType.BOOL.parseFillValue(json))
				.withMessageContaining(String.valueOf(json));
		}
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> DataType.BOOL.parseFillValue(null));
	}

}
