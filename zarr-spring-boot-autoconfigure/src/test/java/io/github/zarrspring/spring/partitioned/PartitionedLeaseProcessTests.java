package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.hazelcast.client.HazelcastClient;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Leases of members and clients in processes of their own, which stand still or die.
 */
@Tag("slow")
@Timeout(240)
class PartitionedLeaseProcessTests {

	private static final String PROTECTED = "zarr.stores.grid.access=protected";

	/**
	 * A cluster that soon gives up members which do not answer, and soon looks for them
	 * again.
	 */
	private static final String[] IMPATIENT = { PROTECTED, "hazelcast.max.no.heartbeat.seconds=5",
			"hazelcast.heartbeat.interval.seconds=1", "hazelcast.merge.first.run.delay.seconds=5",
			"hazelcast.merge.next.run.delay.seconds=5", "hazelcast.operation.call.timeout.millis=10000" };

	private static final LeaseRequest HEIR = LeaseRequest.of("heir")
		.timeToLive(Duration.ofMinutes(10))
		.waitFor(Duration.ofMinutes(2));

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private final List<MemberProcess> processes = new ArrayList<>();

	private MemberProcess start(String members, String... properties) throws Exception {
		MemberProcess process = MemberProcess.start(members, properties);
		this.processes.add(process);
		process.address();
		return process;
	}

	@AfterEach
	void endProcesses() throws Exception {
		for (MemberProcess process : this.processes) {
			process.close();
		}
		HazelcastClient.shutdownAll();
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	@DisplayName("1.4 A client that stands still amid its writes while its lease passes on is refused when it goes on")
	void whenClientStandsStillThenHeirTakesOverAndClientIsRefused() throws Exception {
		try (Grid grid = Grid.start("", PROTECTED)) {
			start(grid.address(), PROTECTED);
			MemberProcess holder = start(GridMember.CLIENT + grid.address(), PROTECTED);
			for (int round = 1; round <= 3; round++) {
				assertThat(holder.ask("lease holder 1500 heir")).isEqualTo(String.valueOf(2 * round - 1));
				holder.ask("insist a/c/0 old");
				Await.until("a write of the holder", () -> grid.backend().read(KEY).isPresent());
				holder.pause();
				try (Lease lease = grid.zarr().lease(HEIR)) {
					StorageBackend view = grid.zarr().with(lease).getBackend();
					view.write(KEY, bytes("new"));
					holder.resume();
					assertThat(holder.await("REFUSED")).contains("is over");
					assertThat(grid.backend().read(KEY).orElseThrow().bytes()).isEqualTo(bytes("new"));
					view.delete(KEY);
				}
			}
		}
	}

	@Test
	@DisplayName("1.4 A member that stands still until the cluster gives it up brings nothing back that it writes after its lease passed on")
	void whenMemberIsGivenUpThenHeirTakesOverAndMemberIsRefused() throws Exception {
		MemberProcess first = start("", IMPATIENT);
		MemberProcess second = start(first.address(), IMPATIENT);
		MemberProcess holder = start(first.address() + ',' + second.address(), IMPATIENT);
		Await.until("a safe cluster", () -> first.ask("health").contains("safe=true"));
		assertThat(holder.ask("lease holder 3000 heir")).isEqualTo("1");
		holder.ask("insist a/c/0 old");
		Await.until("a write of the holder", () -> second.ask("read a/c/0").equals("old"));
		holder.pause();
		Await.until("two members", () -> first.ask("members").equals("2"));
		assertThat(first.ask("lease heir 600000")).isEqualTo("2");
		first.ask("put a/c/0 new");
		holder.resume();
		assertThat(holder.await("REFUSED")).contains("is over");
		Await.until("three members", () -> first.ask("members").equals("3") && holder.ask("members").equals("3"));
		Await.until("a safe cluster", () -> first.ask("health").contains("safe=true"));
		for (MemberProcess process : this.processes) {
			assertThat(process.ask("read a/c/0")).isEqualTo("new");
		}
		first.ask("put a/c/0 newer");
		assertThat(holder.ask("read a/c/0")).isEqualTo("newer");
	}

	@Test
	@DisplayName("1.6 The heir takes over from a member that was killed, once its lease has timed out")
	void whenMemberIsKilledThenHeirTakesOver() throws Exception {
		try (Grid grid = Grid.start("", PROTECTED)) {
			MemberProcess holder = start(grid.address(), PROTECTED);
			ZarrOperations zarr = grid.zarr();
			grid.awaitSafe(2);
			assertThat(holder.ask("lease holder 5000 heir")).isEqualTo("1");
			holder.ask("put a/c/0 old");
			holder.kill();
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> zarr.lease("somebody else"));
			try (Lease lease = zarr.lease(HEIR)) {
				assertThat(lease.fencingNumber()).isEqualTo(2);
				assertThat(grid.backend().read(KEY).orElseThrow().bytes()).isEqualTo(bytes("old"));
				zarr.with(lease).createGroup("a");
			}
		}
	}

	@Test
	@DisplayName("1.6 Lease and fences survive the members that keep them, more than there are backups of values")
	void whenOtherMembersAreKilledThenLeaseIsStillThere() throws Exception {
		try (Grid grid = Grid.start("", PROTECTED)) {
			MemberProcess second = start(grid.address(), PROTECTED);
			MemberProcess third = start(grid.address(), PROTECTED);
			grid.awaitSafe(3);
			try (Lease lease = grid.zarr().lease(HEIR)) {
				assertThat(second.ask("health")).contains("heir");
				second.kill();
				third.kill();
				grid.awaitSafe(1);
				assertThat(grid.zarr().admin().lease().holder()).isEqualTo("heir");
				StorageBackend view = grid.zarr().with(lease).getBackend();
				IntStream.range(0, 1000).forEach((i) -> view.write(StoreKey.of("b/c/" + i), bytes("new")));
				assertThat(grid.partitioned().info("b/").entries()).isEqualTo(1000);
			}
		}
	}

}
