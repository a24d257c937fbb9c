package io.github.zarrspring.array;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.CountingCodec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Orthogonal, coordinate, mask and block selections. The array has the values of its
 * positions, 0 to 59, in five rows of twelve, and chunks of two rows and five columns.
 */
class SelectionsTests {

	private final CountingBackend backend = new CountingBackend(new ConcurrentMapBackend());

	private final AtomicInteger decodes = new AtomicInteger();

	private final ZarrEngine engine = ZarrEngine.builder()
		.codecs(List.of(new CountingCodec.Factory(this.decodes)))
		.build();

	private ZarrArray array;

	@BeforeEach
	void create() {
		this.array = this.engine.hierarchy("test", this.backend)
			.create("a",
					ArraySpec.of(DataType.INT32)
						.shape(5, 12)
						.chunks(2, 5)
						.dimensionNames("y", "x")
						.fillValue(-1)
						.codecs(Codecs.zstd(1), new CountingCodec(this.decodes)));
		this.array.write(NdArray.of(IntStream.range(0, 60).toArray(), 5, 12));
		this.backend.reads();
	}

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	@Test
	void whenIndicesAreListedThenAllCombinationsAreRead() {
		NdArray values = this.array.read(Selection.orthogonal(Indices.of(4, 0, -5), Indices.of(11, 3, 3)));
		assertThat(values.shape()).containsExactly(3, 3);
		assertThat(values.ints()).containsExactly(59, 51, 51, 11, 3, 3, 11, 3, 3);
	}

	@Test
	void whenListsMasksSlicesAndIndicesAreMixedThenOnlyIndicesDropTheirDimension() {
		NdArray row = this.array.read(Selection.orthogonal(Slice.at(-1), Indices.of(2, 0)));
		assertThat(row.shape()).containsExactly(2);
		assertThat(row.ints()).containsExactly(50, 48);
		NdArray part = this.array
			.read(Selection.orthogonal(Indices.where(true, false, false, true, false), Slice.range(4, 12).step(3)));
		assertThat(part.shape()).containsExactly(2, 3);
		assertThat(part.ints()).containsExactly(4, 7, 10, 40, 43, 46);
		assertThat(this.array.read(Selection.orthogonal(Map.of("x", Indices.of(1)))).ints()).containsExactly(1, 13, 25,
				37, 49);
	}

	@Test
	void whenCoordinatesAreGivenThenTheirElementsAreReadInTheirOrder() {
		NdArray values = this.array.read(Selection.coordinates(new long[] { 4, 0, 4, -5 }, new long[] { 0, -1, 0, 5 }));
		assertThat(values.shape()).containsExactly(4);
		assertThat(values.ints()).containsExactly(48, 11, 48, 5);
		assertThat(this.array.read(Selection.coordinates(Map.of("x", new long[] { 7 }, "y", new long[] { 1 }))).ints())
			.containsExactly(19);
	}

	@Test
	void whenCoordinatesAreBroadcastThenTheResultHasTheirCommonShape() {
		NdArray values = this.array
			.read(Selection.coordinates(NdArray.of(new int[] { 0, 4 }, 2, 1), NdArray.of(new long[] { 1, 2, 3 }, 3)));
		assertThat(values.shape()).containsExactly(2, 3);
		assertThat(values.ints()).containsExactly(1, 2, 3, 49, 50, 51);
	}

	@Test
	void whenAMaskIsGivenThenItsElementsAreReadInCOrder() {
		boolean[] mask = new boolean[60];
		mask[0] = true;
		mask[33] = true;
		mask[59] = true;
		assertThat(this.array.read(Selection.mask(mask)).ints()).containsExactly(0, 33, 59);
		assertThat(this.array.read(Selection.mask(NdArray.of(mask, 5, 12))).shape()).containsExactly(3);
	}

	@Test
	void whenBlocksAreGivenThenTheirChunksAreReadUpToTheEdge() {
		NdArray values = this.array.read(Selection.blocks(Slice.at(-1), Slice.range(1, 3)));
		assertThat(values.shape()).containsExactly(1, 7);
		assertThat(values.ints()).containsExactly(53, 54, 55, 56, 57, 58, 59);
		assertThat(this.array.read(Selection.blocks(Map.of("x", Slice.at(0)))).shape()).containsExactly(5, 5);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.array.read(Selection.blocks(Slice.all().step(2))))
			.withMessageContaining("without a step");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenManyPointsAreInOneChunkThenItIsFetchedAndDecodedOnce(boolean transactional) {
		this.backend.lookTransactional(transactional);
		long[] rows = new long[1000];
		long[] columns = new long[1000];
		for (int i = 0; i < rows.length; i++) {
			rows[i] = (i * 7) % 2;
			columns[i] = (i * 3) % 10;
		}
		assertThat(this.array.read(Selection.coordinates(rows, columns)).ints()).hasSize(1000);
		assertThat(this.backend.reads()).isEqualTo(2);
		assertThat(this.decodes).hasValue(2);
		this.backend.reads();
		assertThat(this.array.read(Selection.orthogonal(Indices.of(0, 4, 0, 4, 0), Indices.of(11, 0, 11))).ints())
			.hasSize(15);
		assertThat(this.backend.reads()).isEqualTo(4);
		assertThat(this.decodes).hasValue(6);
		this.backend.reads();
		assertThat(this.array.read(Selection.mask(new boolean[60])).ints()).isEmpty();
		assertThat(this.backend.reads()).isEqualTo(0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnElementIsWrittenTwiceThenTheLastValueStays(boolean transactional) {
		this.backend.lookTransactional(transactional);
		this.array.write(Selection.coordinates(new long[] { 0, 4, 0 }, new long[] { 0, 4, 0 }),
				NdArray.of(new int[] { 100, 200, 300 }, 3));
		assertThat(this.array.read(Slice.at(0), Slice.range(0, 2)).ints()).containsExactly(300, 1);
		assertThat(this.array.read(Slice.at(4), Slice.at(4)).ints()).containsExactly(200);
		this.array.write(Selection.orthogonal(Indices.of(1, 1), Indices.of(0, 0)),
				NdArray.of(new int[] { 1, 2, 3, 4 }, 2, 2));
		assertThat(this.array.read(Slice.at(1), Slice.range(0, 2)).ints()).containsExactly(4, 13);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenPointsAreUpdatedThenOthersOfTheirChunksStay(boolean transactional) {
		this.backend.lookTransactional(transactional);
		AtomicInteger calls = new AtomicInteger();
		this.array.update(Selection.coordinates(new long[] { 1, 0, 1 }, new long[] { 1, 0, 1 }), (values) -> {
			calls.incrementAndGet();
			assertThat(values.shape()).containsExactly(3);
			assertThat(values.ints()).containsExactly(13, 0, 13);
			return NdArray.of(new int[] { 7, 8, 9 }, 3);
		});
		assertThat(calls).hasValue(1);
		assertThat(this.array.read(Slice.range(0, 2), Slice.range(0, 2)).ints()).containsExactly(8, 1, 12, 9);
		this.array.update(Selection.orthogonal(Indices.of(0, 4), Slice.range(0, 1)), (values) -> {
			assertThat(values.shape()).containsExactly(1, 1);
			return NdArray.of(new int[] { 5 }, 1, 1);
		});
		assertThat(this.array.read(Slice.all(), Slice.at(0)).ints()).containsExactly(5, 12, 24, 36, 5);
	}

	@Test
	void whenAPermutationOfAWholeChunkIsWrittenThenNothingIsReadBefore() {
		int[] values = IntStream.range(100, 110).toArray();
		this.array.write(Selection.orthogonal(Indices.of(3, 2), Indices.of(4, 3, 2, 1, 0)), NdArray.of(values, 2, 5));
		// The metadata document tells that the array is still what was opened.
		assertThat(this.backend.reads()).isEqualTo(1);
		assertThat(this.array.read(Slice.range(2, 4), Slice.range(0, 5)).ints()).containsExactly(109, 108, 107, 106,
				105, 104, 103, 102, 101, 100);
		this.backend.reads();
		long[] rows = { 0, 0, 0, 0, 0, 1, 1, 1, 1, 1 };
		long[] columns = { 0, 1, 2, 3, 4, 4, 3, 2, 1, 0 };
		this.array.write(Selection.coordinates(rows, columns), NdArray.of(values, 10));
		assertThat(this.backend.reads()).isEqualTo(1);
		assertThat(this.array.read(Slice.at(1), Slice.range(0, 5)).ints()).containsExactly(109, 108, 107, 106, 105);
	}

	@Test
	void whenPointsAreInChunksThatAreNotStoredThenTheyAreFillValue() {
		this.array.resize(7, 12);
		assertThat(this.array.read(Selection.coordinates(new long[] { 6, 0 }, new long[] { 0, 1 })).ints())
			.containsExactly(-1, 1);
	}

	@Test
	void whenElementsHaveTwoSlotsThenBothAreMoved() {
		ZarrArray complex = this.engine.hierarchy("test", this.backend)
			.create("c", ArraySpec.of(DataType.COMPLEX64).shape(2, 3).chunks(1, 2));
		complex.write(NdArray.of(DataType.COMPLEX64, new float[] { 0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15 }, 2, 3));
		assertThat((float[]) complex.read(Selection.coordinates(new long[] { 1, 0 }, new long[] { 2, 1 })).array())
			.containsExactly(5, 15, 1, 11);
		assertThat((float[]) complex.read(Selection.orthogonal(Indices.of(1), Slice.range(1, 3))).array())
			.containsExactly(4, 14, 5, 15);
	}

	@Test
	void whenAnArrayHasNoDimensionsOrNoElementsThenItsSelectionsAreEmptyOrWhole() {
		ZarrArray scalar = this.engine.hierarchy("test", this.backend).create("s", ArraySpec.of(DataType.INT32));
		scalar.write(NdArray.of(new int[] { 3 }));
		assertThat(scalar.read(Selection.orthogonal()).ints()).containsExactly(3);
		assertThat(scalar.read(Selection.blocks()).shape()).isEmpty();
		assertThat(scalar.read(Selection.mask(true)).shape()).containsExactly(1);
		assertThat(scalar.read(Selection.mask(false)).shape()).containsExactly(0);
		ZarrArray empty = this.engine.hierarchy("test", this.backend)
			.create("e", ArraySpec.of(DataType.INT32).shape(0, 4));
		assertThat(empty.read(Selection.orthogonal(Indices.of(), Indices.of(3, 3, 3))).shape()).containsExactly(0, 3);
		assertThat(empty.read(Selection.coordinates(new long[0], new long[0])).shape()).containsExactly(0);
		assertThat(empty.read(Selection.blocks(Slice.all(), Slice.at(0))).shape()).containsExactly(0, 4);
		assertThat(empty.read(Selection.mask()).shape()).containsExactly(0);
	}

	@Test
	void whenASelectionIsOutsideOrDoesNotFitThenItIsRefused() {
		Map<Selection, String> refused = Map.of(Selection.orthogonal(Indices.of(5)), "The index 5 is not within",
				Selection.orthogonal(Indices.of(0), Indices.of(-13)),
				"The index -13 is not within a dimension of size 12", Selection.orthogonal(Indices.where(true)),
				"A mask of length 1 does not fit a dimension of size 5", Selection.coordinates(new long[] { 0 }),
				"Coordinates along 1 dimensions in an array that has 2",
				Selection.coordinates(new long[] { 9 }, new long[] { 0 }), "The index 9 is not within",
				Selection.coordinates(Map.of("y", new long[] { 0 }, "z", new long[] { 0 })), "not one dimension 'z'",
				Selection.mask(true, false), "A mask of 2 values does not fit the shape [5, 12]",
				Selection.mask(NdArray.of(new boolean[60], 12, 5)), "the shape [12, 5] does not fit",
				Selection.blocks(Slice.at(3)), "is not within a dimension of size 3",
				Selection.orthogonal(Map.of("t", Slice.all())), "not one dimension 't'");
		refused.forEach((selection, reason) -> assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.array.read(selection))
			.withMessageContaining(reason));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> Selection.coordinates(new long[1], new long[2]))
			.withMessageContaining("not of one length, but of [1, 2]");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> Selection.coordinates(NdArray.of(new int[2], 2), NdArray.of(new int[3], 3)))
			.withMessageContaining("cannot be broadcast");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> Selection.coordinates(NdArray.of(new float[1], 1)))
			.withMessageContaining("int32 or int64");
	}

	@Test
	void whenIndexListsAreLargerThanALimitThenTheyAreRefused() {
		Limits limits = new Limits(1 << 20, 32, 1 << 20, 1000, 1 << 20, 100);
		try (ZarrEngine small = ZarrEngine.builder()
			.limits(limits)
			.codecs(List.of(new CountingCodec.Factory(this.decodes)))
			.build()) {
			ZarrArray limited = small.hierarchy("test", this.backend).open("a");
			assertThat(limited.read(Selection.orthogonal(Indices.of(new long[20]), Slice.at(0))).ints()).hasSize(20);
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> limited.read(Selection.orthogonal(Indices.of(new long[100]), Slice.at(0))))
				.withMessageContaining("index lists")
				.withMessageContaining("zarr.limits.result-bytes");
		}
	}

	@Test
	void whenListsAreInTheNotationOfPythonThenTheSelectionIsOrthogonal() {
		assertThat(this.array.read(Selection.parse("[4, 0,-5],[11]")).ints()).containsExactly(59, 11, 11);
		assertThat(this.array.read(Selection.parse("1,[0,2]")).shape()).containsExactly(2);
		assertThat(this.array.read(Selection.parse("0:2, 3")).ints()).containsExactly(3, 15);
		assertThat(this.array.read(Selection.parse("[]")).shape()).containsExactly(0, 12);
		for (String text : List.of("[", "[1", "1]", "[a]", "[1,,2]", "[1][2]", "[[1]]", ",")) {
			assertThatExceptionOfType(InvalidRequestException.class).as(text).isThrownBy(() -> Selection.parse(text));
		}
	}

}
