package io.github.zarrspring.array;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.zarrspring.chunk.RectilinearGrid;
import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arrays whose chunks have sizes of their own. Along the first dimension they are 2, 3, 3
 * and 4, of which the array of eight rows has the first three; along the second 5 and 1.
 */
class RectilinearArrayTests {

	private final ConcurrentMapBackend backend = new ConcurrentMapBackend();

	private final ZarrEngine engine = ZarrEngine.create();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private static ArraySpec spec() {
		return ArraySpec.of(DataType.INT32)
			.shape(8, 6)
			.chunks(RectilinearGrid.of(new long[] { 2, 3, 3, 4 }, new long[] { 5, 1 }))
			.fillValue(-1);
	}

	private static NdArray numbers(int... shape) {
		return NdArray.of(IntStream.range(0, Arrays.stream(shape).reduce(1, (a, b) -> a * b)).toArray(), shape);
	}

	private boolean isStored(String chunk) {
		return this.backend.exists(StoreKey.of("a/c/" + chunk));
	}

	@Test
	void whenARegionCrossesEdgesThenNothingElseIsChanged() {
		ZarrArray array = this.hierarchy.create("a", spec());
		array.write(numbers(8, 6));
		array.write(Selection.of(Slice.range(1, 6), Slice.range(4, 6)), NdArray.of(new int[10], 5, 2));
		array.update(Selection.of(Slice.range(0, 8).step(3), Slice.at(0)), (values) -> NdArray
			.of(Arrays.stream(values.ints()).map((value) -> value + 1000).toArray(), values.shape()));
		int[] expected = numbers(8, 6).ints();
		for (int row = 1; row < 6; row++) {
			expected[row * 6 + 4] = 0;
			expected[row * 6 + 5] = 0;
		}
		for (int row = 0; row < 8; row += 3) {
			expected[row * 6] += 1000;
		}
		assertThat(array.read().ints()).isEqualTo(expected);
		assertThat(this.hierarchy.open("a").read(Slice.range(1, 3), Slice.range(4, 6)).ints()).containsExactly(0, 0, 0,
				0);
		assertThat(array.read(Selection.blocks(Slice.range(1, 3), Slice.at(1))).ints()).containsExactly(0, 0, 0, 0, 41,
				47);
		assertThat(array.read(Selection.orthogonal(Indices.of(7, 0, 2), Indices.of(5, 4))).ints()).containsExactly(47,
				46, 5, 4, 0, 0);
	}

	@Test
	void whenTheArrayGrowsThenToTheEndOfItsGridOnly() {
		ZarrArray array = this.hierarchy.create("a", spec());
		array.write(numbers(8, 6));
		assertThat(array.append(numbers(3, 6))).isEqualTo(8);
		assertThat(array.read(Slice.range(7, 11), Slice.at(5)).ints()).containsExactly(47, 5, 11, 17);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.append(numbers(2, 6)))
			.withMessageContaining("end at 12 along dimension 0, before the 13");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.resize(11, 7));
		assertThat(this.hierarchy.open("a").shape()).as("after what is refused").containsExactly(11, 6);
		array.resize(12, 6);
		assertThat(array.read(Slice.at(11), Slice.all()).ints()).containsOnly(-1);
	}

	@Test
	void whenTheArrayShrinksThenWhatWasOutsideIsGoneAlsoWhenItGrowsAgain() {
		ZarrArray array = this.hierarchy.create("a", spec());
		array.write(numbers(8, 6));
		assertThat(isStored("2/0")).isTrue();
		array.resize(4, 5);
		assertThat(isStored("2/0")).as("outside").isFalse();
		assertThat(isStored("0/1")).as("outside").isFalse();
		assertThat(isStored("1/0")).as("at the edge").isTrue();
		array.resize(12, 6);
		int[] expected = new int[12 * 6];
		Arrays.fill(expected, -1);
		for (int row = 0; row < 4; row++) {
			for (int column = 0; column < 5; column++) {
				expected[row * 6 + column] = row * 6 + column;
			}
		}
		assertThat(array.read().ints()).isEqualTo(expected);
		array.resize(0, 6);
		assertThat(array.append(numbers(5, 6))).isZero();
		assertThat(array.read().ints()).isEqualTo(numbers(5, 6).ints());
	}

	@Test
	void whenChunksAreShardsThenInnerChunksDivideEachOfThem() {
		Codec sharding = Codecs.sharding(new long[] { 2, 3 }, Codecs.zstd(1));
		ArraySpec sharded = spec().shape(10, 9).codecs(sharding);
		ZarrArray array = this.hierarchy.create("a",
				sharded.chunks(RectilinearGrid.of(new long[] { 2, 6, 4 }, new long[] { 6, 3 })));
		array.write(numbers(10, 9));
		array.write(Selection.of(Slice.range(1, 9), Slice.range(5, 7)), NdArray.of(new int[16], 8, 2));
		int[] expected = numbers(10, 9).ints();
		for (int row = 1; row < 9; row++) {
			expected[row * 9 + 5] = 0;
			expected[row * 9 + 6] = 0;
		}
		assertThat(array.read().ints()).isEqualTo(expected);
		assertThat(array.read(Selection.coordinates(new long[] { 9, 0, 8 }, new long[] { 8, 0, 6 })).ints())
			.containsExactly(89, 0, 0);
		array.resize(7, 9);
		array.resize(12, 9);
		assertThat(array.read(Slice.range(6, 12), Slice.at(0)).ints()).containsExactly(54, -1, -1, -1, -1, -1);
		assertThatExceptionOfType(ZarrException.class)
			.isThrownBy(() -> this.hierarchy.create("b",
					sharded.chunks(RectilinearGrid.of(new long[] { 2, 5, 4 }, new long[] { 6, 3 }))))
			.withMessageContaining("[2, 3]");
	}

	@Test
	void whenADimensionIsEmptyOrMissingThenSoIsItsGrid() {
		ZarrArray empty = this.hierarchy.create("a",
				spec().shape(0, 6).chunks(RectilinearGrid.of(new long[0], new long[] { 6 })));
		assertThat(empty.read().shape()).containsExactly(0, 6);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> empty.append(numbers(1, 6)));
		ZarrArray scalar = this.hierarchy.create("b", spec().shape(new long[0]).chunks(RectilinearGrid.of()));
		scalar.write(NdArray.of(new int[] { 7 }));
		assertThat(scalar.read().ints()).containsExactly(7);
	}

	@Test
	void whenGridAndShapeDoNotFitThenTheArrayIsRefused() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("a", spec().shape(13, 6)))
			.withMessageContaining("end at 12");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("a", spec().shape(8, 6, 1)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hierarchy.create("a", spec().format(ZarrFormat.V2)));
		this.hierarchy.create("a", spec());
		StoreKey key = StoreKey.of("a/zarr.json");
		String document = StandardCharsets.UTF_8.decode(this.backend.read(key).orElseThrow().bytes()).toString();
		String longer = document.replaceFirst("\"shape\"\\s*:\\s*\\[\\s*8", "\"shape\": [13");
		assertThat(longer).isNotEqualTo(document);
		this.backend.write(key, StandardCharsets.UTF_8.encode(longer));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> this.hierarchy.open("a"))
			.withMessageContaining("end at 12");
	}

	@Test
	void whenThereAreTrillionsOfChunksThenTheirNumberCostsNothing() {
		long many = 1L << 40;
		this.backend.write(StoreKey.of("a/zarr.json"), StandardCharsets.UTF_8.encode("""
				{ "zarr_format": 3, "node_type": "array", "shape": [%d], "data_type": "int32", "fill_value": -1,
				  "chunk_grid": { "name": "rectilinear",
				                  "configuration": { "kind": "inline", "chunk_shapes": [[[3, %d], [1, %d]]] } },
				  "chunk_key_encoding": { "name": "default" },
				  "codecs": [{ "name": "bytes", "configuration": { "endian": "little" } }] }
				""".formatted(4 * many, many, many)));
		ZarrArray array = this.hierarchy.open("a");
		array.write(Selection.of(Slice.range(3 * many - 1, 3 * many + 2)), NdArray.of(new int[] { 1, 2, 3 }, 3));
		array.write(Selection.coordinates(new long[] { -1, 0 }), NdArray.of(new int[] { 4, 5 }, 2));
		assertThat(array.read(Selection.orthogonal(Indices.of(3 * many + 1, -1, 3 * many - 1, 0, 9))).ints())
			.containsExactly(3, 4, 1, 5, -1);
		assertThat(array.read(Slice.all().step(3 * many - 1)).ints()).containsExactly(5, 1);
		array.resize(3 * many);
		array.resize(3 * many + 2);
		assertThat(array.read(Slice.range(3 * many - 1, 3 * many + 2)).ints()).containsExactly(1, -1, -1);
	}

}
