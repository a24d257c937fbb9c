package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arrays without dimensions, and arrays without elements: all calls mean the same for
 * them.
 */
class EmptyArraysTests {

	private final ConcurrentMapBackend backend = new ConcurrentMapBackend();

	private final ZarrEngine engine = ZarrEngine.create();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private static ArraySpec spec(ZarrFormat format, long... shape) {
		return ArraySpec.of(DataType.INT32).format(format).shape(shape).fillValue(-1);
	}

	private List<ArrayChunk> chunks(ZarrArray array) {
		List<ArrayChunk> chunks = new ArrayList<>(array.chunks().toList());
		array.forEachChunk((chunk) -> {
			synchronized (chunks) {
				chunks.add(chunk);
			}
		});
		return chunks;
	}

	@ParameterizedTest
	@EnumSource
	void whenAnArrayHasNoDimensionsThenItHasOneElement(ZarrFormat format) {
		ZarrArray array = this.hierarchy.create("a", spec(format));
		assertThat(array.read().ints()).containsExactly(-1);
		array.update(Selection.all(), (values) -> NdArray.of(new int[] { values.ints()[0] + 6 }));
		assertThat(array.read(Selection.named(Map.of())).ints()).containsExactly(5);
		assertThat(chunks(array)).hasSize(2).allSatisfy((chunk) -> {
			assertThat(chunk.index()).isEmpty();
			assertThat(chunk.values().ints()).containsExactly(5);
		});
		array.resize();
		ZarrFormat other = (format == ZarrFormat.V2) ? ZarrFormat.V3 : ZarrFormat.V2;
		this.hierarchy.copy("a", this.hierarchy, "b", CopyOptions.defaults().format(other));
		ZarrArray copy = this.hierarchy.open("b");
		assertThat(copy.read().ints()).containsExactly(5);
		copy.mapTo(array, (values) -> NdArray.of(new int[] { 8 }));
		assertThat(array.read().ints()).containsExactly(8);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.append(NdArray.of(new int[] { 1 })));
	}

	@ParameterizedTest
	@EnumSource
	void whenADimensionIsEmptyThenThereIsNothingToReadOrWriteUntilItGrows(ZarrFormat format) {
		ZarrArray array = this.hierarchy.create("a", spec(format, 0, 3).chunks(2, 2));
		NdArray nothing = NdArray.zeros(DataType.INT32, 0, 3);
		array.write(nothing);
		array.update(Selection.all(), (values) -> {
			throw new IllegalStateException("There are no values");
		});
		assertThat(array.read().shape()).containsExactly(0, 3);
		assertThat(array.read(Slice.all(), Slice.at(1)).shape()).containsExactly(0);
		assertThat(array.read(Selection.coordinates(new long[0], new long[0])).shape()).containsExactly(0);
		assertThat(array.read(Selection.mask()).shape()).containsExactly(0);
		assertThat(array.read(Selection.orthogonal(Indices.of(), Indices.of(2, 0))).shape()).containsExactly(0, 2);
		assertThat(array.read(Selection.blocks()).shape()).containsExactly(0, 3);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.read(Slice.at(0)));
		assertThat(chunks(array)).isEmpty();
		assertThat(array.append(nothing)).isZero();
		array.resize(0, 5);
		array.resize(0, 3);
		ZarrFormat other = (format == ZarrFormat.V2) ? ZarrFormat.V3 : ZarrFormat.V2;
		this.hierarchy.copy("a", this.hierarchy, "b", CopyOptions.defaults().format(other));
		assertThat(this.hierarchy.open("b").shape()).containsExactly(0, 3);
		assertThat(array.append(NdArray.of(new int[] { 1, 2, 3 }, 1, 3))).isZero();
		assertThat(array.append(nothing)).isOne();
		assertThat(array.read().ints()).containsExactly(1, 2, 3);
	}

	@ParameterizedTest
	@EnumSource(names = "V3")
	void whenAnArrayWithShardsHasNoElementsOrOneThenItIsAnArrayLikeOthers(ZarrFormat format) {
		ZarrArray empty = this.hierarchy.create("a", spec(format, 3, 0).chunks(1, 2).shards(2, 4));
		assertThat(empty.read().shape()).containsExactly(3, 0);
		assertThat(empty.append(NdArray.of(new int[] { 1, 2, 3 }, 3, 1), 1)).isZero();
		assertThat(empty.read().ints()).containsExactly(1, 2, 3);
		ZarrArray scalar = this.hierarchy.create("b", spec(format).codecs(Codecs.sharding(new long[0])));
		scalar.write(NdArray.of(new int[] { 4 }));
		assertThat(scalar.read(Selection.mask(true)).ints()).containsExactly(4);
		scalar.update(Selection.mask(true), (values) -> NdArray.of(new int[] { 5 }, 1));
		assertThat(this.hierarchy.open("b").read().ints()).containsExactly(5);
	}

}
