package io.github.zarrspring.array;

import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.CountingCodec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Selections of elements that lie far apart within one shard: only the inner chunks that
 * have some of them are read and decoded, each once.
 */
class ShardSelectionsTests {

	private static final int SIZE = 60;

	private static final int CHUNK_BYTES = 5 * 4 * 4;

	/**
	 * Of 12 times 15 inner chunks, with the checksum.
	 */
	private static final int INDEX_BYTES = 12 * 15 * 16 + 4;

	private final AtomicInteger decodes = new AtomicInteger();

	private final ZarrEngine engine = ZarrEngine.builder()
		.codecs(List.of(new CountingCodec.Factory(this.decodes)))
		.build();

	private final CountingBackend backend = new CountingBackend(new ConcurrentMapBackend(),
			new ConcurrentMapBackend().capabilities().withRoundTrip(RoundTrip.LOCAL));

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	private ZarrArray array(boolean transactional) {
		this.backend.lookTransactional(transactional);
		return filled(ArraySpec.of(DataType.INT32)
			.shape(SIZE, SIZE)
			.chunks(5, 4)
			.shards(SIZE, SIZE)
			.codecs(new CountingCodec(this.decodes))
			.fillValue(-1));
	}

	private ZarrArray filled(ArraySpec spec) {
		ZarrArray array = this.engine.hierarchy("test", this.backend).create("a", spec);
		array.write(NdArray.of(IntStream.range(0, SIZE * SIZE).toArray(), SIZE, SIZE));
		this.backend.bytes();
		this.decodes.set(0);
		return array;
	}

	private void assertTouched(int chunks) {
		assertThat(this.decodes.getAndSet(0)).as("inner chunks decoded").isEqualTo(chunks);
		assertThat(this.backend.bytes()).as("bytes read").isEqualTo(INDEX_BYTES + (long) chunks * CHUNK_BYTES);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenPointsAreFarApartThenTheirInnerChunksAloneAreReadEachOnce(boolean transactional) {
		ZarrArray array = array(transactional);
		NdArray values = array
			.read(Selection.coordinates(new long[] { 59, 0, 4, 30, 0, 59 }, new long[] { 59, 0, 3, 30, 0, 58 }));
		assertThat(values.ints()).containsExactly(3599, 0, 243, 1830, 0, 3598);
		assertTouched(3);
		boolean[] mask = new boolean[SIZE * SIZE];
		mask[7] = true;
		mask[3599] = true;
		assertThat(array.read(Selection.mask(mask)).ints()).containsExactly(7, 3599);
		assertTouched(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenIndicesAreFarApartThenNothingBetweenThemIsRead(boolean transactional) {
		ZarrArray array = array(transactional);
		NdArray values = array.read(Selection.orthogonal(Indices.of(59, 0, 1), Indices.of(2, 50, 2)));
		assertThat(values.ints()).containsExactly(3542, 3590, 3542, 2, 50, 2, 62, 110, 62);
		assertTouched(4);
		NdArray rows = array.read(Selection.orthogonal(Indices.of(40, 0), Slice.range(1, 60).step(20)));
		assertThat(rows.ints()).containsExactly(2401, 2421, 2441, 1, 21, 41);
		assertTouched(6);
		NdArray one = array.read(Selection.orthogonal(Slice.at(-1), Indices.of(0, -1)));
		assertThat(one.ints()).containsExactly(3540, 3599);
		assertTouched(2);
		array.read(Selection.blocks(Slice.at(0)));
		assertTouched(180);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenElementsAreWrittenFarApartThenTheirInnerChunksAloneAreDecoded(boolean transactional) {
		ZarrArray array = array(transactional);
		array.write(Selection.coordinates(new long[] { 0, 59, 0 }, new long[] { 0, 59, 0 }),
				NdArray.of(new int[] { 1, 2, 3 }, 3));
		assertThat(this.decodes.getAndSet(0)).isEqualTo(2);
		array.write(Selection.orthogonal(Indices.of(0, 59), Indices.of(59, 0)),
				NdArray.of(new int[] { 4, 5, 6, 7 }, 2, 2));
		assertThat(this.decodes.getAndSet(0)).isEqualTo(4);
		array.update(Selection.coordinates(new long[] { 0, 30 }, new long[] { 0, 30 }),
				(values) -> NdArray.of(new int[] { values.ints()[0] + 100, values.ints()[1] + 100 }, 2));
		assertThat(this.decodes.getAndSet(0)).as("to read and to change").isEqualTo(4);
		array.write(Selection.orthogonal(Indices.of(9, 8, 7, 6, 5), Slice.range(8, 12)), NdArray.of(new int[20], 5, 4));
		assertThat(this.decodes.getAndSet(0)).as("of a whole inner chunk").isZero();
		int[] expected = IntStream.range(0, SIZE * SIZE).toArray();
		expected[0] = 105;
		expected[59] = 4;
		expected[3540] = 7;
		expected[3599] = 6;
		expected[1830] = 1930;
		for (int row = 5; row < 10; row++) {
			for (int column = 8; column < 12; column++) {
				expected[row * SIZE + column] = 0;
			}
		}
		assertThat(array.read().ints()).isEqualTo(expected);
	}

	@Test
	void whenShardsAreNestedAndTransposedThenTheSameElementsAreFoundInFewInnerChunks() {
		Codec nested = Codecs.sharding(new long[] { 4, 5, 3 }, Codecs.transpose(2, 0, 1),
				Codecs.bytes(ByteOrder.BIG_ENDIAN), new CountingCodec(this.decodes));
		Codec sharding = Codecs.sharding(new long[] { 15, 12, 10 }, Codecs.transpose(1, 2, 0), nested);
		ZarrArray array = this.engine.hierarchy("test", this.backend)
			.create("a",
					ArraySpec.of(DataType.INT32)
						.shape(24, 20, 30)
						.chunks(24, 20, 30)
						.codecs(Codecs.transpose(2, 0, 1), sharding));
		int[] expected = IntStream.range(0, 24 * 20 * 30).toArray();
		array.write(NdArray.of(expected.clone(), 24, 20, 30));
		this.decodes.set(0);
		long[][] points = { { 23, 0, 23, 9 }, { 19, 0, 19, 9 }, { 29, 0, 28, 9 } };
		assertThat(array.read(Selection.coordinates(points)).ints()).containsExactly(14_399, 0, 14_398, 5679);
		assertThat(this.decodes.getAndSet(0)).isEqualTo(3);
		assertThat(array.read(Selection.orthogonal(Indices.of(23, 0), Slice.at(7), Indices.of(29, 1, 0))).ints())
			.containsExactly(14_039, 14_011, 14_010, 239, 211, 210);
		assertThat(this.decodes.getAndSet(0)).isEqualTo(4);
		array.write(Selection.coordinates(points), NdArray.of(new int[] { -1, -2, -3, -4 }, 4));
		array.update(Selection.orthogonal(Slice.at(0), Indices.of(19, 1), Indices.of(20, 0)), (values) -> {
			assertThat(values.ints()).containsExactly(590, 570, 50, 30);
			return NdArray.of(new int[] { -5, -6, -7, -8 }, 2, 2);
		});
		assertThat(this.decodes.getAndSet(0)).isEqualTo(3 + 2 * 4);
		expected[14_399] = -1;
		expected[0] = -2;
		expected[14_398] = -3;
		expected[5679] = -4;
		expected[590] = -5;
		expected[570] = -6;
		expected[50] = -7;
		expected[30] = -8;
		assertThat(array.read().ints()).isEqualTo(expected);
	}

	@Test
	void whenAShardIsLargerThanAnyArrayThenItsElementsAreReadAndWritten() {
		long size = 100_000;
		ZarrArray array = this.engine.hierarchy("test", this.backend)
			.create("large",
					ArraySpec.of(DataType.INT32).shape(size, size).chunks(500, 500).shards(size, size).fillValue(-1));
		long[] ends = { 0, size - 1 };
		Selection corners = Selection.coordinates(ends, ends);
		assertThat(array.read(corners).ints()).containsExactly(-1, -1);
		array.write(corners, NdArray.of(new int[] { 1, 2 }, 2));
		array.update(Selection.orthogonal(Indices.of(ends), Indices.of(ends)), (values) -> {
			int[] changed = values.ints().clone();
			changed[1] = 3;
			return NdArray.of(changed, 2, 2);
		});
		assertThat(array.read(Selection.orthogonal(Indices.of(ends), Indices.of(-1, 0, 7))).ints()).containsExactly(3,
				1, -1, 2, -1, -1);
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> array.update(Selection.all(), (values) -> values));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> array.chunks().toList())
			.withMessageContaining("zarr.limits.result-bytes");
	}

}
