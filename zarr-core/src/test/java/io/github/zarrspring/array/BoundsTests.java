package io.github.zarrspring.array;

import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.chunk.RegularGrid;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sizes that no Java array has are refused by name, and do not turn into others.
 */
class BoundsTests {

	@Test
	void whenAShapeIsNegativeOrTooLargeThenZerosAreRefused() {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> NdArray.zeros(DataType.INT8, -1))
			.withMessageContaining("[-1]");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> NdArray.zeros(DataType.INT8, 0, -1));
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> NdArray.zeros(DataType.COMPLEX64, 1 << 30, 1));
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> NdArray.zeros(DataType.fixedString(8), Integer.MAX_VALUE, Integer.MAX_VALUE, 2));
		assertThat(NdArray.zeros(DataType.INT8, 0, Integer.MAX_VALUE).size()).isZero();
	}

	@Test
	void whenAnEmptyArrayIsLongThenReadingItIsRefused() {
		try (ConcurrentMapBackend backend = new ConcurrentMapBackend(); ZarrEngine engine = ZarrEngine.create()) {
			ZarrArray array = engine.hierarchy("test", backend)
				.create("a", ArraySpec.of(DataType.INT8).shape(0, 3_000_000_000L).chunks(1, 10));
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(array::read)
				.withMessageContaining("3000000000");
			assertThat(array.read(Slice.all(), Slice.range(0, 5)).size()).isZero();
		}
	}

	@Test
	void whenThereAreMoreChunksThanIntsThenEachHasItsNumber() {
		long[] shape = { 1L << 33 };
		ChunkPlan plan = Selection.all().plan(shape, List.of(), new RegularGrid(1));
		assertThat(plan.parts()).isEqualTo(1L << 33);
		assertThat(plan.part((1L << 32) + 5).chunk()).containsExactly((1L << 32) + 5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 8, 18 })
	void whenAMaskHasManyDimensionsThenItsIndicesAreBoundedAsTheyAre(int rank) {
		boolean[] mask = new boolean[1 << 10];
		Arrays.fill(mask, true);
		int[] sizes = new int[rank];
		Arrays.fill(sizes, 1);
		sizes[0] = mask.length;
		long[] shape = Arrays.stream(sizes).asLongStream().toArray();
		long plan = (long) mask.length * Long.BYTES * (rank + 4);
		for (boolean enough : new boolean[] { false, true }) {
			Limits limits = new Limits(1 << 20, 32, 1 << 20, enough ? plan : plan - 1, 1 << 24, 1 << 20);
			try (ConcurrentMapBackend backend = new ConcurrentMapBackend();
					ZarrEngine engine = ZarrEngine.builder().limits(limits).build()) {
				ZarrArray array = engine.hierarchy("test", backend)
					.create("a", ArraySpec.of(DataType.INT8).shape(shape).chunks(shape));
				if (enough) {
					assertThat(array.read(Selection.mask(NdArray.of(mask, sizes))).size()).isEqualTo(mask.length);
				}
				else {
					assertThatExceptionOfType(LimitExceededException.class)
						.isThrownBy(() -> array.read(Selection.mask(NdArray.of(mask, sizes))));
				}
			}
		}
	}

}
