package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Arrays read and mapped chunk by chunk.
 */
class ChunkStreamTests {

	private final CountingBackend backend = new CountingBackend(new ConcurrentMapBackend());

	private final ZarrEngine engine = ZarrEngine.builder().parallelism(4).build();

	private final Hierarchy hierarchy = this.engine.hierarchy("test", this.backend);

	private ZarrArray array;

	@BeforeEach
	void create() {
		this.array = this.hierarchy.create("a", ArraySpec.of(DataType.INT32).shape(5, 7).chunks(2, 3).fillValue(-1));
		this.array.write(NdArray.of(IntStream.range(0, 35).toArray(), 5, 7));
	}

	@AfterEach
	void close() {
		this.backend.close();
		this.engine.close();
	}

	@Test
	void whenChunksAreStreamedThenEachIsReadWhenItIsItsTurn() {
		this.backend.reads();
		List<ArrayChunk> chunks = this.array.chunks().limit(3).toList();
		assertThat(this.backend.reads()).isEqualTo(3);
		assertThat(chunks.get(1).index()).containsExactly(0, 1);
		assertThat(chunks.get(1).start()).containsExactly(0, 3);
		assertThat(chunks.get(1).values().ints()).containsExactly(3, 4, 5, 10, 11, 12);
		assertThat(chunks.get(2).values().shape()).containsExactly(2, 1);
		assertThat(this.array.chunks()).hasSize(9);
	}

	@Test
	void whenChunksAreNotStoredOrThereAreNoneThenTheStreamIsRight() {
		this.array.resize(8, 7);
		assertThat(this.array.chunks().skip(9).findFirst().orElseThrow().values().ints()).containsOnly(-1);
		assertThat(this.hierarchy.create("e", ArraySpec.of(DataType.INT8).shape(0, 3)).chunks()).isEmpty();
		assertThat(this.hierarchy.create("s", ArraySpec.of(DataType.INT8)).chunks()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenEachChunkIsVisitedThenAllValuesAreSeenOnce(boolean transactional) {
		this.backend.lookTransactional(transactional);
		ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
		this.array.forEachChunk((chunk) -> IntStream.of(chunk.values().ints()).forEach(seen::add));
		assertThat(seen).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 35).boxed().toList());
		assertThatIllegalStateException().isThrownBy(() -> this.array.forEachChunk((chunk) -> {
			throw new IllegalStateException("enough");
		}));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnArrayIsMappedThenTheOtherHasWhatIsMadeOfIt(boolean transactional) {
		this.backend.lookTransactional(transactional);
		ZarrArray target = this.hierarchy.create("b", ArraySpec.of(DataType.FLOAT64).shape(5, 7).chunks(3, 4));
		this.array.mapTo(target, (values) -> NdArray
			.of(IntStream.of(values.ints()).asDoubleStream().map((value) -> value / 2).toArray(), values.shape()));
		assertThat(target.read().doubles())
			.isEqualTo(IntStream.range(0, 35).asDoubleStream().map((value) -> value / 2).toArray());
		ZarrArray other = this.hierarchy.create("c", ArraySpec.of(DataType.INT32).shape(5));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.array.mapTo(other, (values) -> values))
			.withMessageContaining("shape");
	}

	@Test
	void whenAnArrayIsMuchLargerThanTheLimitThenAFewChunksAreInMemoryAtATime() {
		int chunkBytes = 1 << 16;
		Limits limits = new Limits(1 << 20, 32, chunkBytes, chunkBytes, 4L * chunkBytes, 100);
		try (StorageBackend store = new ConcurrentMapBackend();
				ZarrEngine small = ZarrEngine.builder().parallelism(8).limits(limits).build()) {
			Hierarchy nodes = small.hierarchy("small", store);
			ArraySpec spec = ArraySpec.of(DataType.INT8).shape(300L * chunkBytes).chunks(chunkBytes);
			ZarrArray large = nodes.create("large", spec);
			AtomicInteger inFlight = new AtomicInteger();
			AtomicInteger most = new AtomicInteger();
			AtomicLong seen = new AtomicLong();
			large.forEachChunk((chunk) -> {
				most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
				seen.addAndGet(chunk.values().size());
				inFlight.decrementAndGet();
			});
			assertThat(seen).hasValue(300L * chunkBytes);
			assertThat(most.get()).isBetween(1, 2);
			ZarrArray target = nodes.create("target", spec);
			List<Integer> counts = new ArrayList<>();
			large.mapTo(target, (values) -> {
				synchronized (counts) {
					counts.add(inFlight.incrementAndGet());
				}
				Arrays.fill(values.bytes(), (byte) 1);
				inFlight.decrementAndGet();
				return values;
			});
			assertThat(counts).hasSize(300).allMatch((count) -> count <= 2);
			assertThat(target.chunks().skip(299).findFirst().orElseThrow().values().bytes()).containsOnly(1);
		}
	}

}
