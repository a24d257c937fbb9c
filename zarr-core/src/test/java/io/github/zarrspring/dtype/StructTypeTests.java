package io.github.zarrspring.dtype;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StructTypeTests {

	private static final List<Object> V2 = List.of(List.of("a", ">i2"), List.of("", "|V1"),
			List.of("b", ">f4", List.of(2)), List.of("c", List.of(List.of("d", ">u4"), List.of("e", "|S2"))));

	private final DataTypes dataTypes = DataTypes.builtIn();

	@Test
	void whenV2TypeIsReadThenItIsWrittenAsItWas() {
		V2DataType type = this.dataTypes.fromV2(V2);
		assertThat(type.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
		assertThat(type.dataType().itemSize()).isEqualTo(17);
		assertThat(type.dataType().toV2(ByteOrder.BIG_ENDIAN)).isEqualTo(V2);
	}

	@Test
	void whenFieldsHaveTheirOwnOrderThenItIsKept() {
		List<Object> json = List.of(List.of("a", ">i2"), List.of("b", "<i2"));
		StructType type = (StructType) this.dataTypes.fromV2(json).dataType();
		assertThat(type.toV2(ByteOrder.LITTLE_ENDIAN)).isEqualTo(json);
		byte[] element = new byte[4];
		type.view(ByteBuffer.wrap(HexFormat.of().parseHex("01020102")), ByteOrder.LITTLE_ENDIAN)
			.get(Rows.of(4), element);
		assertThat(element).asHexString().isEqualTo("02010102");
	}

	@Test
	void whenFieldIsSetThenItIsReadAndTheOthersStay() {
		StructType type = (StructType) this.dataTypes.fromV2(V2).dataType();
		NdArray values = NdArray.zeros(type, 3);
		values.setField("a", NdArray.of(new short[] { 1, 2, 3 }, 3));
		values.setField("b", NdArray.of(new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2));
		assertThat(values.field("a").shorts()).containsExactly(1, 2, 3);
		assertThat(values.field("b").floats()).containsExactly(1, 2, 3, 4, 5, 6);
		assertThat(values.field("b").shape()).containsExactly(3, 2);
		assertThat(values.field("c").field("e").strings()).containsExactly("", "", "");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> values.field("x"))
			.withMessageContaining("'x'");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> values.setField("a", NdArray.of(new int[3], 3)));
	}

	@Test
	void whenAFieldIsAnArrayThenItsFillValueIsAList() {
		StructType type = (StructType) this.dataTypes
			.fromV2(List.of(List.of("a", "<i2", List.of(2, 3)), List.of("b", "|u1")))
			.dataType();
		Map<String, Object> json = Map.of("a", List.of(1, 2, 3, -4, 5, 6), "b", 7);
		Object element = type.parseFillValue(json);
		assertThat((byte[]) element).asHexString().isEqualTo("010002000300FCFF0500060007");
		assertThat(String.valueOf(type.formatFillValue(element))).isEqualTo("{a=[1, 2, 3, -4, 5, 6], b=7}");
		assertThat(type.parseFillValue(Map.of("a", 1, "b", 0))).asInstanceOf(InstanceOfAssertFactories.BYTE_ARRAY)
			.startsWith(1, 0, 1, 0)
			.hasSize(13);
	}

	@Test
	void whenV3HasTheOldFormThenItIsRead() {
		Extension old = Extension.of("structured",
				Map.of("fields", List.of(List.of("a", "int32"), List.of("b", "float64"))));
		assertThat(this.dataTypes.fromV3(old).toExtension()).isEqualTo(Extension.of("struct", Map.of("fields",
				List.of(Map.of("name", "a", "data_type", "int32"), Map.of("name", "b", "data_type", "float64")))));
	}

	@Test
	void whenFieldIsAnArrayOrPaddingThenItIsShownButNotReadAsV3() {
		Extension extension = this.dataTypes.fromV2(List.of(List.of("a", "<i2", List.of(2, 3))))
			.dataType()
			.toExtension();
		assertThat(extension.configuration().get("fields"))
			.isEqualTo(List.of(Map.of("name", "a", "data_type", "int16", "shape", List.of(2, 3))));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.dataTypes.fromV3(extension))
			.withMessageContaining("shape");
		Extension padded = this.dataTypes.fromV2(V2).dataType().toExtension();
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.dataTypes.fromV3(padded));
	}

	@Test
	void whenFillValueIsBigEndianThenItIsTurned() {
		StructType type = (StructType) this.dataTypes.fromV2(List.of(List.of("a", ">i2"))).dataType();
		Object element = type.parseV2FillValue("AQI=", ByteOrder.BIG_ENDIAN);
		assertThat((byte[]) element).containsExactly(2, 1);
		assertThat(type.formatV2FillValue(element, ByteOrder.BIG_ENDIAN)).isEqualTo("AQI=");
		assertThat(type.formatFillValue(element)).isEqualTo(Map.of("a", 258L));
		assertThat((byte[]) type.parseFillValue(Map.of("a", 258))).containsExactly(2, 1);
	}

	@Test
	void whenStructureIsHostileThenItIsRefused() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> this.dataTypes.fromV2(List.of(List.of("a", "|u1"), List.of("a", "|u1"))))
			.withMessageContaining("two fields 'a'");
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> this.dataTypes
			.fromV2(List.of(List.of("a", "<f8", List.of(Integer.MAX_VALUE, Integer.MAX_VALUE)))));
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> this.dataTypes.fromV2(List.of(List.of("a", "|u1", List.of(0)))));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.dataTypes.fromV2(List.of()));
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> this.dataTypes.fromV2(List.of(List.of("a", "|O"))));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.dataTypes
			.fromV3(Extension.of("struct", Map.of("fields", List.of(Map.of("name", "a", "data_type", "string"))))));
		Object nested = List.of(List.of("a", "|u1"));
		for (int i = 0; i < 20; i++) {
			nested = List.of(List.of("a", nested));
		}
		Object deep = nested;
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> this.dataTypes.fromV2(deep));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 7, 8, 9, 1000 })
	void whenFieldsAreNotAlignedInAllElementsThenTheyAreCopiedAllTheSame(int number) {
		for (int padding = 1; padding <= 8; padding++) {
			Map<String, DataType> fields = new LinkedHashMap<>();
			fields.put("p", DataType.raw(padding));
			fields.put("d", DataType.FLOAT64);
			fields.put("c", DataType.COMPLEX64);
			fields.put("i", DataType.INT16);
			StructType type = DataType.struct(fields);
			ByteBuffer elements = ByteBuffer.allocate(number * type.itemSize()).order(ByteOrder.LITTLE_ENDIAN);
			double[] doubles = new double[number];
			float[] pairs = new float[2 * number];
			for (int i = 0; i < number; i++) {
				int start = i * type.itemSize() + padding;
				doubles[i] = i + 0.5;
				pairs[2 * i] = i;
				pairs[2 * i + 1] = -i;
				elements.putDouble(start, doubles[i]).putFloat(start + 8, i).putFloat(start + 12, -i);
			}
			double[] readDoubles = new double[number];
			float[] readPairs = new float[2 * number];
			type.field("d").get(elements.array(), type.itemSize(), readDoubles);
			type.field("c").get(elements.array(), type.itemSize(), readPairs);
			assertThat(readDoubles).isEqualTo(doubles);
			assertThat(readPairs).isEqualTo(pairs);
			byte[] written = new byte[elements.capacity()];
			type.field("d").set(doubles, written, type.itemSize());
			type.field("c").set(pairs, written, type.itemSize());
			assertThat(written).isEqualTo(elements.array());
		}
	}

}
