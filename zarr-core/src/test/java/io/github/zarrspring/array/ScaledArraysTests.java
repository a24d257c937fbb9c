package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arrays that are stored in another data type, scaled.
 */
class ScaledArraysTests {

	private final ConcurrentMapBackend backend = new ConcurrentMapBackend();

	private final ZarrEngine engine = ZarrEngine.create();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private static Codec codec(String name, Map<String, Object> configuration) {
		return CodecRegistry.builtIn().codec(Extension.of(name, configuration));
	}

	private static Codec toBytes() {
		return codec("cast_value", Map.of("data_type", "uint8", "scalar_map",
				Map.of("encode", List.of(List.of("NaN", 255)), "decode", List.of(List.of(255, "NaN")))));
	}

	@Test
	void whenTemperaturesAreScaledThenAByteIsStoredForEach() {
		ArraySpec spec = ArraySpec.of(DataType.FLOAT64)
			.shape(10)
			.fillValue(Double.NaN)
			.codecs(codec("scale_offset", Map.of("offset", -50, "scale", 2)), toBytes());
		double[] values = { -50, -49.5, 0, 20.5, 76.5, Double.NaN, 1, 2, 3, 4 };
		for (ArraySpec chunks : List.of(spec.chunks(5), spec.chunks(5).shards(10))) {
			ZarrArray array = this.hierarchy.create("a", chunks);
			array.write(NdArray.of(values, 10));
			assertThat(this.engine.hierarchy("test", this.backend).open("a").read().doubles()).isEqualTo(values);
			assertThat(array.read(Slice.range(3, 8).step(2)).doubles()).containsExactly(20.5, Double.NaN, 2);
			array.write(Selection.of(Slice.range(4, 5)), NdArray.of(new double[] { 5 }, 1));
			assertThat(array.read(Slice.range(3, 6)).doubles()).containsExactly(20.5, 5, Double.NaN);
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> array.write(Selection.of(Slice.range(4, 5)), NdArray.of(new double[] { 100 }, 1)))
				.withMessageContaining("uint8");
			assertThat(array.read(Slice.at(4)).doubles()).containsExactly(5);
			this.hierarchy.delete("a");
		}
		this.hierarchy.create("a", spec.chunks(5)).write(NdArray.of(values, 10));
		byte[] stored = new byte[5];
		this.backend.read(StoreKey.of("a/c/0")).orElseThrow().bytes().get(stored);
		assertThat(stored).containsExactly(0, 1, 100, (byte) 141, (byte) 253);
	}

	@Test
	void whenAFillValueDoesNotSurviveThenTheArrayIsNotMade() {
		ArraySpec spec = ArraySpec.of(DataType.FLOAT64).shape(1);
		for (Object fill : Arrays.asList(1.5, 256, "Infinity")) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.hierarchy.create("a", spec.fillValue(fill).codecs(toBytes())))
				.withMessageContaining("fill value");
		}
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("a", spec.codecs(codec("scale_offset", Map.of("scale", 0)))));
		assertThat(this.hierarchy.create("a", spec.fillValue(-0.0).codecs(toBytes())).read().doubles())
			.containsExactly(-0.0);
	}

	@Test
	void whenAnIntegerLeavesItsTypeOnTheWayThenItIsRefused() {
		Codec scale = codec("scale_offset", Map.of("offset", 10, "scale", 3));
		ZarrArray array = this.hierarchy.create("a",
				ArraySpec.of(DataType.UINT8).shape(2).fillValue(10).codecs(scale, Codecs.zstd(1)));
		array.write(NdArray.of(DataType.UINT8, new byte[] { 10, 95 }, 2));
		assertThat((byte[]) array.read().array()).containsExactly(10, 95);
		for (int value : new int[] { 9, 96, 255 }) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> array.write(NdArray.of(DataType.UINT8, new byte[] { 10, (byte) value }, 2)));
		}
		Codec floats = codec("scale_offset", Map.of("scale", 1e30));
		ZarrArray wide = this.hierarchy.create("b", ArraySpec.of(DataType.FLOAT32).shape(1).codecs(floats));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> wide.write(NdArray.of(new float[] { 1e10f }, 1)));
		wide.write(NdArray.of(new float[] { Float.POSITIVE_INFINITY }, 1));
		assertThat(wide.read().floats()).containsExactly(Float.POSITIVE_INFINITY);
	}

	@Test
	void whenComplexNumbersOrBrainFloatsAreRoundedThenSoManyBitsAreKept() {
		Codec codec = Codecs.bitRound(2);
		ZarrArray pairs = this.hierarchy.create("a", ArraySpec.of(DataType.COMPLEX64).shape(1).codecs(codec));
		pairs.write(NdArray.of(DataType.COMPLEX64, new float[] { 1.3f, -1.3f }, 1));
		assertThat((float[]) pairs.read().array()).containsExactly(1.25f, -1.25f);
		ZarrArray brain = this.hierarchy.create("b", ArraySpec.of(DataType.BFLOAT16).shape(2).codecs(codec));
		brain.write(NdArray.of(DataType.BFLOAT16, new short[] { 0x3fa6, 0x7f80 }, 2));
		assertThat(brain.read().toFloats()).containsExactly(1.25f, Float.POSITIVE_INFINITY);
		ZarrArray integers = this.hierarchy.create("c", ArraySpec.of(DataType.INT32).shape(1).codecs(codec));
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> integers.write(NdArray.of(new int[] { 1 }, 1)));
	}

}
