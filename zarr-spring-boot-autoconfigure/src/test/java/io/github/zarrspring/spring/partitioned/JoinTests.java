package io.github.zarrspring.spring.partitioned;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastInstance;
import com.sun.management.ThreadMXBean;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 100,000 small chunks over three members, each an application of its own in this
 * process.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class JoinTests {

	private static final int CHUNKS = 100_000;

	private static final int PAGE = 1000;

	private final List<Grid> grids = new ArrayList<>();

	private final List<StoreKey> keys = IntStream.range(0, CHUNKS)
		.mapToObj((i) -> StoreKey.of("some/array/c/%d/%d".formatted(i / 1000, i % 1000)))
		.toList();

	@BeforeAll
	void writeChunks() throws Exception {
		this.grids.add(Grid.start(""));
		for (int i = 0; i < 2; i++) {
			this.grids.add(Grid.start(this.grids.get(0).address()));
		}
		for (int start = 0; start < CHUNKS; start += PAGE) {
			Map<StoreKey, ByteBuffer> batch = new HashMap<>();
			this.keys.subList(start, start + PAGE).forEach((key) -> batch.put(key, ByteBuffer.allocate(8)));
			this.grids.get(0).backend().writeAll(batch);
		}
	}

	@AfterAll
	void closeGrids() {
		HazelcastClient.shutdownAll();
		this.grids.forEach(Grid::close);
	}

	private Map<StoreKey, UUID> owners(HazelcastInstance instance) {
		Map<StoreKey, UUID> owners = new HashMap<>();
		Placement placement = Placement.of(Affinity.CHUNK);
		for (StoreKey key : this.keys) {
			owners.put(key, instance.getPartitionService().getPartition(placement.key(key)).getOwner().getUuid());
		}
		return owners;
	}

	@Test
	@DisplayName("5.2 When a member joins or leaves, about 1/n of the keys move, and only to it or from it")
	void whenMemberJoinsThenFewKeysMove() throws Exception {
		HazelcastInstance first = this.grids.get(0).instance();
		Grid.awaitSafe(first, 3);
		Map<StoreKey, UUID> before = owners(first);
		Grid fourth = Grid.start(this.grids.get(0).address());
		Grid.awaitSafe(first, 4);
		UUID joined = fourth.instance().getCluster().getLocalMember().getUuid();
		Map<StoreKey, UUID> after = owners(first);
		List<StoreKey> moved = this.keys.stream().filter((key) -> !before.get(key).equals(after.get(key))).toList();
		Grid.report("%.1f %% of the keys moved".formatted(100.0 * moved.size() / CHUNKS));
		assertThat(moved.size()).isBetween(CHUNKS / 5, 3 * CHUNKS / 10);
		assertThat(moved).allMatch((key) -> after.get(key).equals(joined));
		assertThat(this.grids.get(0).events().of(ClusterEvent.MigrationFinished.class)).isNotEmpty();
		fourth.close();
		Grid.awaitSafe(first, 3);
		Map<StoreKey, UUID> left = owners(first);
		assertThat(this.keys).filteredOn((key) -> !after.get(key).equals(left.get(key)))
			.allMatch((key) -> after.get(key).equals(joined));
		assertThat(this.grids.get(0).backend().info().entries()).isEqualTo(CHUNKS);
	}

	@Test
	@DisplayName("5.8 100,000 chunks are listed page by page with one page in memory, and counted where they are")
	void whenThereAreManyChunksThenListingHoldsOnePage() {
		PartitionedBackend backend = this.grids.get(0).over(Grid.client(this.grids.get(0).address()));
		assertThat(backend.info("some/")).isEqualTo(new StoreInfo(CHUNKS, CHUNKS * 8L));
		List<StoreKey> sorted = this.keys.stream().sorted().toList();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long most = 0;
		long start = System.nanoTime();
		int listed = 0;
		StoreKey after = null;
		List<StoreKey> page;
		do {
			long allocated = threads.getCurrentThreadAllocatedBytes();
			page = backend.list("some/array/", after, PAGE);
			most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - allocated);
			assertThat(page).isEqualTo(sorted.subList(listed, Math.min(listed + PAGE, CHUNKS)));
			listed += page.size();
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == PAGE);
		assertThat(listed).isEqualTo(CHUNKS);
		Grid.report("%d pages in %.1f s, at most %d KB for one".formatted(CHUNKS / PAGE,
				(System.nanoTime() - start) / 1e9, most >> 10));
		// All keys would take more than 10 MB.
		assertThat(most).isLessThan(2 << 20);
	}

}
