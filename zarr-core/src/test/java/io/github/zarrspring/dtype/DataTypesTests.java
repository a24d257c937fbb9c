package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DataTypesTests {

	private final DataTypes dataTypes = DataTypes.builtIn();

	static Stream<DataType> builtIn() {
		return Stream.of(DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.UINT8,
				DataType.UINT16, DataType.UINT32, DataType.UINT64, DataType.FLOAT32, DataType.FLOAT64);
	}

	@ParameterizedTest
	@MethodSource("builtIn")
	void whenTypeIsWrittenThenItIsFound(DataType type) {
		assertThat(this.dataTypes.fromV3(type.toExtension())).isSameAs(type);
		for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
			V2DataType found = this.dataTypes.fromV2(type.toV2(order));
			assertThat(found.dataType()).isSameAs(type);
			assertThat(found.order()).isEqualTo((type.itemSize() == 1) ? null : order);
		}
	}

	@ParameterizedTest
	@CsvSource({ "|b1, bool", "|i1, int8", "|u1, uint8", "<u1, uint8", ">i1, int8", "<i2, int16", ">u4, uint32",
			"<f4, float32", ">f8, float64" })
	void v2(String dtype, String name) {
		assertThat(this.dataTypes.fromV2(dtype).dataType().name()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "int24", "Int32", "float", "", "r7", "int32 ", "https://example.org/int32" })
	void whenV3NameIsUnknownThenUnsupported(String name) {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> this.dataTypes.fromV3(Extension.of(name)))
			.withMessage("Unknown data type '%s'", name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<i3", "<i", "i4", "=i4", "<f16", "|x1", "<I4", "", "<", "<i4 ", "<i+4", "<i04" })
	void whenV2NameIsUnknownThenUnsupported(String dtype) {
		assertThatExceptionOfType(UnsupportedExtensionException.class).isThrownBy(() -> this.dataTypes.fromV2(dtype))
			.withMessage("Unknown data type '%s'", dtype);
	}

	@ParameterizedTest
	@ValueSource(strings = { "|i2", "|u4", "|f8" })
	void whenV2NameLacksTheByteOrderThenCorrupt(String dtype) {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.dataTypes.fromV2(dtype))
			.withMessage("The dtype '%s' has no byte order", dtype);
	}

	@Test
	void whenV2TypeIsNeitherStringNorListThenCorrupt() {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.dataTypes.fromV2(4))
			.withMessageContaining("The dtype 4");
	}

	@ParameterizedTest
	@MethodSource("builtIn")
	void whenCoreTypeHasAConfigurationThenCorrupt(DataType type) {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> this.dataTypes.fromV3(Extension.of(type.name(), Map.of("endian", "big"))))
			.withMessageContaining("Data type '%s'", type.name())
			.withMessageContaining("'endian'");
	}

	@Test
	void whenFactoryIsAddedThenItIsAskedFirst() {
		DataTypes with = DataTypes.with(List.of(new Nicknames()));
		assertThat(with.fromV3(Extension.of("short"))).isSameAs(DataType.INT16);
		assertThat(with.fromV3(Extension.of("float32"))).isSameAs(DataType.FLOAT64);
		assertThat(with.fromV3(Extension.of("int32"))).isSameAs(DataType.INT32);
		assertThat(with.fromV2("short")).isEqualTo(new V2DataType(DataType.INT16, ByteOrder.BIG_ENDIAN));
	}

	private static final class Nicknames implements DataTypeFactory {

		@Override
		public @Nullable DataType fromV3(Extension extension) {
			return switch (extension.name()) {
				case "short" -> DataType.INT16;
				case "float32" -> DataType.FLOAT64;
				default -> null;
			};
		}

		@Override
		public @Nullable V2DataType fromV2(Object json) {
			return json.equals("short") ? new V2DataType(DataType.INT16, ByteOrder.BIG_ENDIAN) : null;
		}

	}

}
