package io.github.zarrspring.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.zarrspring.codec.Codec;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.codec.IndexLocation;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for arrays with shards: what they read and write, what they keep and refuse.
 */
class ShardTests {

	private static final int CHUNK_BYTES = 10 * 10 * 4;

	/**
	 * Of sixteen inner chunks, with the checksum.
	 */
	private static final int INDEX_BYTES = 16 * 16 + 4;

	private static final StoreKey SHARD = StoreKey.of("a/c/0/0");

	private final ZarrEngine engine = ZarrEngine.create();

	@TempDir
	Path directory;

	@AfterEach
	void closeEngine() {
		this.engine.close();
	}

	private static ArraySpec spec(long... shape) {
		return ArraySpec.of(DataType.INT32)
			.shape(shape)
			.chunks(10, 10)
			.shards(40, 40)
			.codecs(new Codec[0])
			.fillValue(-1);
	}

	private static NdArray numbers(int... shape) {
		int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
		return NdArray.of(IntStream.range(0, size).toArray(), shape);
	}

	private CountingBackend backend(RoundTrip roundTrip) {
		return new CountingBackend(new ConcurrentMapBackend(),
				new ConcurrentMapBackend().capabilities().withRoundTrip(roundTrip));
	}

	@ParameterizedTest
	@EnumSource(names = { "LOCAL", "REMOTE" })
	void whenARegionIsReadThenTheIndexAndTheTouchedChunksAreRead(RoundTrip roundTrip) {
		try (CountingBackend backend = backend(roundTrip)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(80, 80));
			array.write(numbers(80, 80));
			backend.bytes();
			NdArray read = array.read(Slice.range(5, 25), Slice.at(35));
			assertThat(read.ints()).isEqualTo(IntStream.range(5, 25).map((row) -> row * 80 + 35).toArray());
			assertThat(backend.bytes()).isEqualTo(INDEX_BYTES + 3 * CHUNK_BYTES);
			array.read(Slice.range(39, 41), Slice.range(39, 41));
			long cached = (roundTrip == RoundTrip.REMOTE) ? INDEX_BYTES : 0;
			assertThat(backend.bytes()).isEqualTo(4 * (INDEX_BYTES + CHUNK_BYTES) - cached);
		}
	}

	@Test
	void whenShardsAreNestedThenEachLevelReadsOnlyWhatIsTouched() {
		Codec inner = Codecs.sharding(new long[] { 2, 2 }, Codecs.bytes(ByteOrder.LITTLE_ENDIAN));
		Codec outer = Codecs.sharding(new long[] { 10, 10 }, List.of(inner),
				List.of(Codecs.bytes(ByteOrder.BIG_ENDIAN)), IndexLocation.START);
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend)
				.create("a", ArraySpec.of(DataType.INT32).shape(40, 40).chunks(40, 40).codecs(outer));
			assertThat(array.chunkShape()).containsExactly(40, 40);
			assertThat(array.innerChunkShape()).containsExactly(2, 2);
			array.write(numbers(40, 40));
			backend.bytes();
			assertThat(array.read(Slice.at(21), Slice.at(33)).ints()).containsExactly(21 * 40 + 33);
			assertThat(backend.bytes()).isEqualTo(16 * 16 + (25 * 16 + 4) + 2 * 2 * 4);
		}
	}

	@Test
	void whenChunksLieSideBySideThenTheyAreReadTogether() {
		try (CountingBackend backend = backend(RoundTrip.REMOTE)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(40, 40));
			array.write(numbers(40, 40));
			backend.reads();
			assertThat(array.read().ints()).isEqualTo(numbers(40, 40).ints());
			assertThat(backend.reads()).as("the index, then all chunks").isEqualTo(2);
			array.read(Slice.all(), Slice.range(0, 10));
			assertThat(backend.reads()).as("a chunk of each row, the index known").isEqualTo(4);
		}
	}

	@Test
	void whenTheShardChangesThenAKeptIndexIsNotUsed() {
		try (CountingBackend backend = backend(RoundTrip.REMOTE)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(40, 40).codecs(Codecs.zstd(1)));
			array.write(numbers(40, 40));
			array.read(Slice.at(39), Slice.at(39));
			backend.reads();
			assertThat(array.read(Slice.at(39), Slice.at(39)).ints()).containsExactly(1599);
			assertThat(backend.reads()).as("nothing but the chunk").isEqualTo(1);
			try (ZarrEngine other = ZarrEngine.create()) {
				other.hierarchy("test", backend.delegate())
					.open("a")
					.write(Selection.of(Slice.range(0, 20)), numbers(20, 40));
				other.hierarchy("test", backend.delegate())
					.open("a")
					.write(Selection.of(Slice.at(39), Slice.at(39)), NdArray.of(new int[] { 7 }));
			}
			assertThat(array.read(Slice.at(39), Slice.at(39)).ints()).containsExactly(7);
			assertThat(backend.reads()).as("an old place, the index, the chunk").isEqualTo(3);
			assertThat(array.read(Slice.at(20), Slice.at(0)).ints()).containsExactly(800);
		}
	}

	@Test
	void whenTheArrayIsMadeAnewWithOtherShardsThenAKeptIndexIsNotUsed() {
		try (CountingBackend backend = backend(RoundTrip.REMOTE); ZarrEngine other = ZarrEngine.create()) {
			Hierarchy here = this.engine.hierarchy("test", backend);
			Hierarchy there = other.hierarchy("test", backend.delegate());
			for (int chunk : new int[] { 20, 10, 5, 40, 5 }) {
				there.create("a", spec(40, 40).chunks(chunk, chunk).shards(40, 40)).write(numbers(40, 40));
				assertThat(here.open("a").read(Slice.at(39)).ints()).isEqualTo(IntStream.range(1560, 1600).toArray());
				there.delete("a");
			}
		}
	}

	@Test
	void whenCallsStayOnTheCallersThreadThenAChunkIsReadOnceAllTheSame() {
		try (CountingBackend backend = new CountingBackend(new ConcurrentMapBackend(),
				new ConcurrentMapBackend().capabilities().withRoundTrip(RoundTrip.REMOTE).withCallerThread(true))) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(40, 40));
			array.write(numbers(40, 40));
			backend.bytes();
			for (int i = 0; i < 3; i++) {
				assertThat(array.read(Slice.range(5, 35), Slice.at(35)).ints())
					.isEqualTo(IntStream.range(5, 35).map((row) -> row * 40 + 35).toArray());
				assertThat(backend.bytes()).isEqualTo(4 * CHUNK_BYTES + ((i == 0) ? INDEX_BYTES : 0));
			}
		}
	}

	@Test
	void whenTheShardChangesWhileItIsReadThenItIsReadAgain() {
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(40, 40));
			array.write(numbers(40, 40));
			ZarrArray writer = this.engine.hierarchy("test", backend.delegate()).open("a");
			AtomicInteger reads = new AtomicInteger();
			backend.beforeRead(() -> {
				if (reads.incrementAndGet() == 2) {
					writer.update(Selection.all(), (values) -> {
						IntStream.range(0, 1600).forEach((i) -> values.ints()[i] += 5000);
						return values;
					});
				}
			});
			assertThat(array.read(Slice.at(0)).ints()).isEqualTo(IntStream.range(5000, 5040).toArray());
		}
	}

	@Test
	void whenTheShardChangesAgainAndAgainThenReadingGivesUp() {
		try (ZarrEngine impatient = ZarrEngine.builder().conflictTimeout(Duration.ofMillis(50)).build();
				CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = impatient.hierarchy("test", backend).create("a", spec(40, 40));
			array.write(numbers(40, 40));
			ByteBuffer bytes = backend.delegate().read(SHARD).orElseThrow().bytes();
			backend.beforeRead(() -> backend.delegate().write(SHARD, bytes.duplicate()));
			assertThatExceptionOfType(WriteConflictException.class).isThrownBy(() -> array.read(Slice.at(0)));
		}
	}

	@Test
	void whenAPartIsWrittenThenOtherChunksStayAsTheyWereEncoded() {
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(40, 40).codecs(Codecs.crc32c()));
			array.write(numbers(40, 40));
			backend.damage(SHARD, 5 * (CHUNK_BYTES + 4));
			backend.damage(SHARD, 6 * (CHUNK_BYTES + 4));
			array.write(Selection.of(Slice.at(3), Slice.at(3)), NdArray.of(new int[] { 42 }));
			assertThat(array.read(Slice.at(3), Slice.range(2, 5)).ints()).containsExactly(122, 42, 124);
			assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> array.read(Slice.at(10)));
			array.write(Selection.of(Slice.range(10, 20), Slice.range(10, 30)), numbers(10, 20));
			assertThat(array.read(Slice.at(10)).ints()).startsWith(400, 401).contains(19).endsWith(438, 439);
			array.write(Selection.of(Slice.at(39), Slice.at(39)), NdArray.of(new int[] { 43 }));
			assertThat(array.read(Slice.at(39), Slice.at(39)).ints()).containsExactly(43);
		}
	}

	@Test
	void whenChunksAreFillValueThenTheyAreNotStored() {
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			Hierarchy hierarchy = this.engine.hierarchy("test", backend);
			ZarrArray array = hierarchy.create("a", spec(40, 40));
			array.write(Selection.of(Slice.at(0), Slice.at(0)), NdArray.of(new int[] { 1 }));
			assertThat(backend.read(SHARD)).map(StoredValue::size).contains(INDEX_BYTES + CHUNK_BYTES);
			assertThat(array.read(Slice.at(0), Slice.range(0, 2)).ints()).containsExactly(1, -1);
			array.write(Selection.of(Slice.at(0), Slice.at(0)), NdArray.of(new int[] { -1 }));
			assertThat(backend.exists(SHARD)).isFalse();
			array.write(numbers(40, 40));
			NdArray fill = NdArray.zeros(DataType.INT32, 40, 40);
			Arrays.fill(fill.ints(), -1);
			array.write(fill);
			assertThat(backend.exists(SHARD)).isFalse();
			array.withWriteEmptyChunks(true).write(fill);
			assertThat(backend.read(SHARD)).map(StoredValue::size).contains(INDEX_BYTES + 16 * CHUNK_BYTES);
		}
	}

	@Test
	void whenAnArrayWithShardsIsCutThenWhatIsOutsideIsGone() {
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(80, 80));
			array.write(numbers(80, 80));
			array.resize(15, 80);
			assertThat(backend.exists(StoreKey.of("a/c/1/0"))).isFalse();
			assertThat(backend.read(SHARD)).map(StoredValue::size).contains(INDEX_BYTES + 8 * CHUNK_BYTES);
			array.resize(40, 80);
			assertThat(array.read(Slice.at(14)).ints()).isEqualTo(IntStream.range(14 * 80, 15 * 80).toArray());
			assertThat(array.read(Slice.range(15, 40)).ints()).containsOnly(-1);
		}
	}

	@Test
	void whenRowsAreAppendedThenShardsGrow() {
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend).create("a", spec(0, 25));
			int[] rows = numbers(75, 25).ints();
			for (int start = 0; start < 75; start += 15) {
				assertThat(array.append(NdArray.of(Arrays.copyOfRange(rows, start * 25, start * 25 + 375), 15, 25)))
					.isEqualTo(start);
			}
			assertThat(array.read().ints()).isEqualTo(rows);
		}
	}

	@Test
	void whenShardsAreLargerThanAChunkMayBeThenTheyAreReadAndWritten() {
		Limits limits = new Limits(1 << 20, 4, 1 << 10, 1 << 20, 32 << 10, 1000);
		try (ZarrEngine small = ZarrEngine.builder().limits(limits).build();
				CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = small.hierarchy("test", backend).create("a", spec(80, 40));
			array.write(numbers(80, 40));
			array.write(Selection.of(Slice.at(1)), numbers(40));
			assertThat(array.read(Slice.at(1)).ints()).isEqualTo(numbers(40).ints());
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> small.hierarchy("test", backend).create("b", spec(80, 40).chunks(20, 20)))
				.withMessageContaining("zarr.limits.chunk-bytes");
			ZarrArray large = small.hierarchy("test", backend).create("c", spec(160, 160).shards(80, 80));
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> large.write(numbers(160, 160)))
				.withMessageContaining("zarr.limits.in-flight");
		}
	}

	@Test
	void whenAnIndexWouldBeTooLargeThenTheArrayIsRefused() {
		Limits limits = new Limits(1 << 20, 4, 1 << 20, 1 << 20, 1 << 20, 1000);
		try (ZarrEngine small = ZarrEngine.builder().limits(limits).build();
				CountingBackend backend = backend(RoundTrip.LOCAL)) {
			Hierarchy hierarchy = small.hierarchy("test", backend);
			ArraySpec spec = ArraySpec.of(DataType.INT8).shape(1L << 40).codecs(new Codec[0]);
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> hierarchy.create("a", spec.chunks(1).shards(1001)))
				.withMessageContaining("zarr.limits.index-entries");
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> hierarchy.create("a", spec.chunks(1).shards(1L << 40)));
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> hierarchy.create("a", spec.chunks(3).shards(100)))
				.withMessageContaining("does not divide");
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> hierarchy.create("a", spec.chunks(10).shards(100).format(ZarrFormat.V2)));
			Codec codec = Codecs.bytes(ByteOrder.LITTLE_ENDIAN);
			for (int i = 0; i < 8; i++) {
				codec = Codecs.sharding(new long[] { 1 }, codec);
			}
			Codec deepest = codec;
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> Codecs.sharding(new long[] { 1 }, deepest));
		}
	}

	@Test
	void whenIndexCodecsVaryInSizeThenTheyAreRefused() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> Codecs.sharding(new long[] { 1 }, List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)),
					List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN), Codecs.zstd(1)), IndexLocation.END))
			.withMessageContaining("index_codecs");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1 << 20, Long.MAX_VALUE, -2, -1, Long.MIN_VALUE, 1601 })
	void whenAnEntryOfTheIndexReachesBeyondTheShardThenItIsCorrupt(long number) {
		Codec sharding = Codecs.sharding(new long[] { 10 }, List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)),
				List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)), IndexLocation.START);
		for (RoundTrip roundTrip : RoundTrip.values()) {
			for (int member = 0; member < 2; member++) {
				try (CountingBackend backend = backend(roundTrip)) {
					ZarrArray array = this.engine.hierarchy("test", backend)
						.create("a", ArraySpec.of(DataType.INT32).shape(40).chunks(40).codecs(sharding));
					array.write(numbers(40));
					StoreKey key = StoreKey.of("a/c/0");
					ByteBuffer shard = ByteBuffer.allocate(4 * 16 + 160).order(ByteOrder.LITTLE_ENDIAN);
					ByteBuffer whole = backend.delegate().read(key).orElseThrow().bytes();
					shard.put(whole.duplicate()).flip();
					shard.putLong(16 + 8 * member, number);
					backend.delegate().write(key, shard);
					assertThat(array.read(Slice.at(5)).ints()).containsExactly(5);
					assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> array.read(Slice.at(15)));
					assertThatExceptionOfType(CorruptDataException.class)
						.isThrownBy(() -> array.write(Selection.of(Slice.at(15)), NdArray.of(new int[] { 1 })));
					// What is repaired is read, whatever was kept of the damage.
					backend.delegate().write(key, whole);
					assertThat(array.read(Slice.at(15)).ints()).containsExactly(15);
				}
			}
		}
	}

	@Test
	void whenEntriesOfTheIndexOverlapThenEachIsRead() {
		Codec sharding = Codecs.sharding(new long[] { 10 }, List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)),
				List.of(Codecs.bytes(ByteOrder.LITTLE_ENDIAN)), IndexLocation.END);
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend)
				.create("a", ArraySpec.of(DataType.INT32).shape(40).chunks(40).codecs(sharding));
			ByteBuffer shard = ByteBuffer.allocate(60 + 4 * 16).order(ByteOrder.LITTLE_ENDIAN);
			IntStream.range(0, 15).forEach(shard::putInt);
			for (long offset : new long[] { 20, 0, 12, 0 }) {
				shard.putLong(offset).putLong(40);
			}
			backend.write(StoreKey.of("a/c/0"), shard.flip());
			assertThat(array.read(Slice.all().step(10)).ints()).containsExactly(5, 0, 3, 0);
			assertThat(array.read(Slice.range(18, 22)).ints()).containsExactly(8, 9, 3, 4);
		}
	}

	@Test
	void whenAShardIsEncodedFurtherThenItIsReadAndWrittenAsAWhole() {
		Codec sharding = Codecs.sharding(new long[] { 10, 10 }, Codecs.zstd(1));
		try (CountingBackend backend = backend(RoundTrip.LOCAL)) {
			ZarrArray array = this.engine.hierarchy("test", backend)
				.create("a", spec(40, 40).chunks(40, 40).shards(40, 40).codecs(sharding, Codecs.gzip(1)));
			array.write(numbers(40, 40));
			array.write(Selection.of(Slice.at(3), Slice.at(3)), NdArray.of(new int[] { 42 }));
			assertThat(array.read(Slice.at(3), Slice.range(2, 5)).ints()).containsExactly(122, 42, 124);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenThreadsWriteChunksOfOneShardThenNoneIsLost(boolean files) throws Exception {
		try (CountingBackend backend = new CountingBackend(
				files ? new FilesystemBackend(this.directory) : new ConcurrentMapBackend())) {
			this.engine.hierarchy("test", backend).create("a", spec(40, 40).codecs(Codecs.zstd(1)));
			Threads.run(8, (thread) -> {
				try (ZarrEngine own = ZarrEngine.create()) {
					ZarrArray array = own.hierarchy("test", backend).open("a");
					for (int chunk = thread; chunk < 16; chunk += 8) {
						int row = chunk / 4 * 10;
						int column = chunk % 4 * 10;
						for (int i = 0; i < 10; i++) {
							NdArray values = NdArray.of(IntStream.range(column, column + 10).toArray(), 1, 10);
							array.write(
									Selection.of(Slice.range(row + i, row + i + 1), Slice.range(column, column + 10)),
									values);
						}
					}
				}
			});
			NdArray all = this.engine.hierarchy("test", backend).open("a").read();
			assertThat(all.ints()).isEqualTo(IntStream.range(0, 1600).map((i) -> i % 40).toArray());
		}
	}

}
