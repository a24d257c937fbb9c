package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for copies of values of other members.
 */
class NearCacheTests {

	private static final String ENABLED = "zarr.stores.grid.partitioned.near-cache.enabled=true";

	private static ByteBuffer number(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
	}

	@Test
	void whenValueIsReadAgainThenCopyIsUsedUntilItChanges() throws Exception {
		try (Grid first = Grid.start("", ENABLED); Grid second = Grid.start(first.address(), ENABLED)) {
			PartitionedBackend backend = first.partitioned();
			first.awaitSafe(2);
			Await.until("partitions of the second member",
					() -> second.instance()
						.getPartitionService()
						.getPartitions()
						.stream()
						.anyMatch((partition) -> partition.getOwner().localMember()));
			StoreKey remote = IntStream.range(0, 1000)
				.mapToObj((i) -> StoreKey.of("a/c/" + i))
				.filter((key) -> !first.instance()
					.getPartitionService()
					.getPartition(Placement.of(Affinity.CHUNK).key(key))
					.getOwner()
					.localMember())
				.findFirst()
				.orElseThrow();
			second.backend().write(remote, number(1));
			long hits = backend.statistics().getNearCacheStats().getHits();
			Await.until("a read of the copy", () -> {
				assertThat(backend.read(remote).orElseThrow().bytes()).isEqualTo(number(1));
				return backend.statistics().getNearCacheStats().getHits() > hits;
			});
			StoredValue old = backend.read(remote).orElseThrow();
			second.backend().write(remote, number(2));
			// Compared with the value itself, however old the copy is, which is gone
			// then.
			assertThat(backend.compareAndSet(remote, old.version(), number(9))).isFalse();
			assertThat(backend.read(remote).orElseThrow().bytes()).isEqualTo(number(2));
			backend.write(remote, number(3));
			assertThat(backend.read(remote).orElseThrow().bytes()).isEqualTo(number(3));
			second.backend().delete(remote);
			Await.until("the end of the copy", () -> backend.read(remote).isEmpty());
		}
	}

	@Test
	void whenMembersWithCopiesCountThenNothingIsLost() throws Exception {
		try (Grid first = Grid.start("", ENABLED); Grid second = Grid.start(first.address(), ENABLED)) {
			GridMember.counters(first, "counters", 50);
			Thread other = new Thread(() -> GridMember.count(second.zarr().open("counters"), 50));
			other.start();
			GridMember.count(first.zarr().open("counters"), 50);
			other.join();
			assertThat(first.zarr().open("counters").read().ints()).isNotEmpty();
			Await.until("100 everywhere",
					() -> IntStream.of(first.zarr().open("counters").read().ints()).allMatch((value) -> value == 100));
		}
	}

}
