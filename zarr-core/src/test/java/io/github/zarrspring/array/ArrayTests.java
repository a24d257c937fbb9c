package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reading, writing and changing the shape of arrays.
 */
class ArrayTests {

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	@Test
	void whenADimensionIsSelectedByNameThenTheOthersAreWhole() {
		ZarrArray array = create(ArraySpec.of(DataType.INT32).shape(4, 6).chunks(3, 4).dimensionNames("lat", "lon"));
		array.write(NdArray.of(count(24), 4, 6));
		assertThat(array.read(Selection.named(Map.of("lon", Slice.at(-1)))).ints()).containsExactly(5, 11, 17, 23);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.read(Selection.named(Map.of("time", Slice.at(0)))))
			.withMessageContaining("time");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "-5", "0:5", "3:2", "0:4:0", "0,0,0", "x", "0:1:2:3", "," })
	void whenASelectionIsNotWithinTheArrayThenItIsRefused(String selection) {
		ZarrArray array = create(ArraySpec.of(DataType.INT32).shape(4, 6));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.read(Selection.parse(selection)));
	}

	@Test
	void whenTheValuesDoNotFitTheSelectionThenNothingIsWritten() {
		ZarrArray array = create(ArraySpec.of(DataType.INT32).shape(4));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.write(NdArray.of(new int[5], 5)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.write(NdArray.of(new short[4], 4)));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.write(NdArray.of(DataType.UINT32, new int[4], 4)));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> NdArray.of(new int[3], 2, 2));
	}

	@Test
	void whenAllOfAChunkIsFillValueThenItIsRemoved() {
		ZarrArray array = create(ArraySpec.of(DataType.FLOAT32).shape(8).chunks(4).fillValue(Float.NaN));
		array.write(NdArray.of(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 8));
		assertThat(chunkKeys()).hasSize(2);
		float[] nan = new float[4];
		Arrays.fill(nan, Float.NaN);
		array.write(Selection.of(Slice.range(0, 4)), NdArray.of(nan, 4));
		array.update(Selection.of(Slice.range(4, 8)), (values) -> NdArray.of(nan, 4));
		assertThat(chunkKeys()).isEmpty();
		assertThat(array.read().floats()).containsOnly(Float.NaN);
	}

	@Test
	void whenTheArrayHasNoFillValueThenChunksOfZerosAreStored() {
		this.backend.write(StoreKey.of("a/.zarray"), ByteBuffer.wrap("""
				{"zarr_format": 2, "shape": [8], "chunks": [4], "dtype": "<i4", "order": "C", "fill_value": null,
				"filters": null, "compressor": null}""".getBytes(StandardCharsets.UTF_8)));
		ZarrArray array = this.hierarchy.open("a");
		array.write(NdArray.of(new int[8], 8));
		assertThat(this.backend.exists(StoreKey.of("a/0"))).isTrue();
		array.update(Selection.of(Slice.range(4, 7)), (values) -> values);
		assertThat(this.backend.exists(StoreKey.of("a/1"))).isTrue();
	}

	@Test
	void whenEmptyChunksAreToBeWrittenThenTheyAre() {
		try (ZarrEngine writing = ZarrEngine.builder().writeEmptyChunks(true).build()) {
			ZarrArray array = writing.hierarchy("test", this.backend)
				.create("a", ArraySpec.of(DataType.INT8).shape(8).chunks(4));
			array.write(NdArray.of(new byte[8], 8));
			assertThat(chunkKeys()).hasSize(2);
		}
	}

	@Test
	void whenAnArraySaysOtherwiseThanTheEngineThenItsEmptyChunksAreWritten() {
		ZarrArray array = create(ArraySpec.of(DataType.INT8).shape(8).chunks(4));
		ZarrArray writing = array.withWriteEmptyChunks(true);
		writing.write(NdArray.of(new byte[8], 8));
		assertThat(chunkKeys()).hasSize(2);
		writing.resize(9);
		writing.update(Selection.of(Slice.at(8)), (values) -> values);
		assertThat(chunkKeys()).hasSize(3);
		writing.withWriteEmptyChunks(false).write(Selection.of(Slice.at(8)), NdArray.of(new byte[1]));
		array.write(Selection.of(Slice.range(0, 4)), NdArray.of(new byte[4], 4));
		assertThat(chunkKeys()).containsExactly("a/c/1");
	}

	@Test
	void whenAnArrayShrinksAndGrowsThenOldValuesDoNotReturn() {
		ZarrArray array = create(ArraySpec.of(DataType.INT32).shape(10, 10).chunks(4, 4).fillValue(-1));
		array.write(NdArray.of(count(100), 10, 10));
		array.resize(5, 6);
		assertThat(array.shape()).containsExactly(5, 6);
		assertThat(this.hierarchy.open("a").shape()).containsExactly(5, 6);
		assertThat(chunkKeys()).hasSize(4);
		array.resize(10, 10);
		int[] expected = new int[100];
		for (int i = 0; i < 100; i++) {
			expected[i] = (i / 10 < 5 && i % 10 < 6) ? i : -1;
		}
		assertThat(array.read().ints()).isEqualTo(expected);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.resize(1));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> array.resize(-1, 1));
	}

	@Test
	void whenValuesAreAppendedAlongADimensionThenTheArrayIsLonger() {
		ZarrArray array = create(ArraySpec.of(DataType.INT32).shape(2, 0).chunks(2, 3));
		assertThat(array.append(NdArray.of(new int[] { 1, 2, 3, 4 }, 2, 2), 1)).isZero();
		assertThat(array.append(NdArray.of(new int[] { 5, 6, 7, 8 }, 2, 2), 1)).isEqualTo(2);
		assertThat(array.read().ints()).containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.append(NdArray.of(new int[3], 3), 0));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.append(NdArray.of(new int[3], 3, 1), 1));
		assertThat(array.refresh().shape()).containsExactly(2, 4);
		array.resize(2, Long.MAX_VALUE);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.append(NdArray.of(new int[2], 2, 1), 1));
	}

	@Test
	@DisplayName("3.2 a missing chunk is fill value, an unreachable one an exception that says which")
	void whenAChunkCannotBeReadThenItIsNotTakenForMissing() {
		StorageBackend failing = new DelegatingBackend(this.backend) {

			@Override
			public Optional<StoredValue> read(StoreKey key, ByteRange range) {
				if (key.value().endsWith("c/1")) {
					throw new StoreUnavailableException("The disk is away");
				}
				return super.read(key, range);
			}

			@Override
			public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
				return read(key, range).map(borrower);
			}

		};
		create(ArraySpec.of(DataType.INT8).shape(9).chunks(3).fillValue(7));
		ZarrArray array = this.engine.hierarchy("disk", failing).open("a");
		assertThat(array.read(Slice.range(0, 3)).bytes()).containsOnly(7);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(array::read)
			.withMessage("The disk is away [store 'disk', path 'a', chunk [1]]");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> array.write(Selection.of(Slice.at(4)), NdArray.of(new byte[] { 1 })));
		assertThat(array.read(Slice.range(6, 9)).bytes()).containsOnly(7);
	}

	@Test
	void whenAChunkDoesNotDecodeThenTheExceptionSaysWhich() {
		ZarrArray array = create(ArraySpec.of(DataType.INT8).shape(9).chunks(3).codecs(Codecs.crc32c()));
		array.write(NdArray.of(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 9));
		this.backend.write(StoreKey.of("a/c/2"), ByteBuffer.wrap(new byte[] { 7, 8, 9, 0, 0, 0, 0 }));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(array::read)
			.withMessageContaining("crc32c")
			.withMessageContaining("[store 'test', path 'a', chunk [2]]")
			.satisfies((ex) -> assertThat(ex.getChunk()).containsExactly(2));
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> array.write(Selection.of(Slice.at(6)), NdArray.of(new byte[] { 1 })));
		assertThat(this.backend.read(StoreKey.of("a/c/2")).orElseThrow().size()).isEqualTo(7);
	}

	@Test
	void whenSeveralChunksFailThenTheCallFailsOnce() {
		ZarrArray array = create(ArraySpec.of(DataType.INT8).shape(100).chunks(1));
		for (int i = 0; i < 100; i++) {
			this.backend.write(StoreKey.of("a/c/" + i), ByteBuffer.allocate(3));
		}
		assertThatExceptionOfType(ZarrException.class).isThrownBy(array::read);
		for (int i = 0; i < 100; i++) {
			this.backend.delete(StoreKey.of("a/c/" + i));
		}
		assertThat(array.read().bytes()).containsOnly(0);
	}

	@Test
	void whenAResultIsTooLargeThenItIsRefusedAtOnce() {
		ZarrArray array = create(ArraySpec.of(DataType.INT64).shape(1L << 62, 1L << 62).chunks(4, 4));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(array::read)
			.withMessageContaining("zarr.limits.result-bytes");
		assertThat(array.read(Slice.at(-1), Slice.range(-2, (1L << 62))).longs()).containsExactly(0, 0);
		array.write(Selection.of(Slice.at(-1), Slice.at(-1)), NdArray.of(new long[] { 5 }));
		assertThat(array.read(Slice.at(-1), Slice.from(-2)).longs()).containsExactly(0, 5);
	}

	@Test
	void whenChunksInFlightAreBoundedThenNoMoreAreReadAtATime() {
		create(ArraySpec.of(DataType.INT8).shape(64 * 1024).chunks(1024));
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		StorageBackend remote = new DelegatingBackend(this.backend) {

			@Override
			public Capabilities capabilities() {
				return super.capabilities().withRoundTrip(RoundTrip.REMOTE);
			}

			@Override
			public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
				most.accumulateAndGet(now.incrementAndGet(), Math::max);
				LockSupport.parkNanos(1_000_000);
				now.decrementAndGet();
				return super.borrow(key, range, borrower);
			}

		};
		Limits limits = new Limits(1 << 20, 32, 1 << 20, 1 << 20, 6 * 1024, 1024);
		try (ZarrEngine bounded = ZarrEngine.builder().limits(limits).build()) {
			bounded.hierarchy("remote", remote).open("a").read();
		}
		assertThat(most.get()).isBetween(1, 3);
	}

	@Test
	void whenAChunkIsTooLargeThenTheArrayIsRefused() {
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> create(ArraySpec.of(DataType.INT64).shape(1L << 40).chunks(1L << 40)))
			.withMessageContaining("zarr.limits.chunk-bytes");
	}

	@Test
	void whenAnUpdateGivesOtherShapesThenNothingIsWritten() {
		ZarrArray array = create(ArraySpec.of(DataType.INT32).shape(4));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> array.update(Selection.all(), (values) -> NdArray.of(new int[2], 2)));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> array.update(Selection.all(), (values) -> {
				throw new IllegalStateException("no");
			}));
		assertThat(chunkKeys()).isEmpty();
	}

	@Test
	void whenAnArrayHasNoDimensionsThenItHoldsOneValue() {
		ZarrArray array = create(ArraySpec.of(DataType.FLOAT64).fillValue(2.5));
		assertThat(array.read().doubles()).containsExactly(2.5);
		array.write(NdArray.of(new double[] { 3 }));
		assertThat(this.hierarchy.open("a").read().doubles()).containsExactly(3);
		assertThat(chunkKeys()).containsExactly("a/c");
	}

	@Test
	void whenNoChunksAreGivenThenTheyHaveAboutAMegabyte() {
		ZarrArray array = create(ArraySpec.of(DataType.FLOAT64).shape(1000, 1000, 1000));
		long bytes = Arrays.stream(array.chunkShape()).reduce(8, (a, b) -> a * b);
		assertThat(bytes).isBetween(500_000L, 1L << 20);
	}

	private ZarrArray create(ArraySpec spec) {
		return this.hierarchy.create("a", spec);
	}

	private List<String> chunkKeys() {
		return this.backend.list("a/c", null, 1000).stream().map(StoreKey::value).toList();
	}

	private static int[] count(int size) {
		int[] values = new int[size];
		Arrays.setAll(values, (i) -> i);
		return values;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTextsTakeMoreMemoryThanTheResultMayThenLimitExceeded(boolean sharded) {
		ArraySpec spec = ArraySpec.of(DataType.STRING).chunks(100).shape(1000).codecs(Codecs.zstd(1));
		String[] texts = new String[1000];
		Arrays.fill(texts, "x".repeat(1000));
		create(sharded ? spec.shards(500) : spec).write(NdArray.of(texts, 1000));
		try (ZarrEngine small = ZarrEngine.builder()
			.limits(new Limits(1 << 20, 32, 1 << 20, 1 << 20, 1 << 20, 1 << 20))
			.build()) {
			ZarrArray array = small.hierarchy("test", this.backend).open("a");
			assertThat(array.read(Slice.range(0, 100)).strings()).containsOnly(texts[0]);
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(array::read)
				.withMessageContaining("zarr.limits.result-bytes");
		}
	}

	@Test
	void whenManyShortTextsTakeMoreMemoryThanAChunkMayThenLimitExceeded() {
		String[] texts = new String[20_000];
		Arrays.fill(texts, "x");
		create(ArraySpec.of(DataType.STRING).chunks(20_000).shape(20_000).codecs(Codecs.zstd(1)))
			.write(NdArray.of(texts, 20_000));
		try (ZarrEngine small = ZarrEngine.builder()
			.limits(new Limits(1 << 20, 32, 1 << 20, 1 << 24, 1 << 24, 1 << 20))
			.build()) {
			ZarrArray array = small.hierarchy("test", this.backend).open("a");
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(array::read)
				.withMessageContaining("zarr.limits.chunk-bytes")
				.withMessageContaining("chunk [0]");
		}
	}

	@Test
	void whenAMetadataDocumentIsTooLargeThenItIsRefusedAndNotTakenForMissing() {
		create(ArraySpec.of(DataType.INT8).shape(1).chunks(1).attributes(Map.of("text", "x".repeat(2000))));
		try (ZarrEngine small = ZarrEngine.builder()
			.limits(new Limits(1000, 32, 1 << 20, 1 << 20, 1 << 20, 1 << 20))
			.build()) {
			Hierarchy hierarchy = small.hierarchy("test", this.backend);
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> hierarchy.open("a"))
				.withMessageContaining("zarr.limits.metadata-bytes")
				.withMessageContaining("path 'a'");
			assertThat(hierarchy.children("")).singleElement()
				.isInstanceOfSatisfying(UnreadableNode.class,
						(node) -> assertThat(node.cause()).isInstanceOf(LimitExceededException.class));
		}
	}

}
