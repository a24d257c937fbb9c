package io.github.zarrspring.spring.partitioned;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What health says of a cluster that is not whole.
 */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class ClusterHealthTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static final String MINIMUM = "zarr.stores.grid.partitioned.minimum-members=2";

	/**
	 * The address of a member that does not run.
	 */
	private static String nobody() throws Exception {
		try (ServerSocket socket = new ServerSocket(0)) {
			return "127.0.0.1:" + socket.getLocalPort();
		}
	}

	@Test
	void whenListedMembersCannotBeJoinedThenTheFirstSaysThatItIsAlone(CapturedOutput output) throws Exception {
		String nobody = nobody();
		try (Grid grid = Grid.start(nobody)) {
			Health health = grid.health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("members", 1)
				.containsEntry("listedMembers", 1)
				.containsEntry("joinedMembers", 0)
				.containsEntry("safe", false);
			assertThat(output).contains("Store 'grid' has joined none of the members that "
					+ "'zarr.stores.grid.partitioned.members' lists: " + nobody);
		}
	}

	@Test
	void whenThereAreTooFewMembersThenTheStoreWaitsAndHealthSaysSo(CapturedOutput output) throws Exception {
		try (Grid first = Grid.start(nobody(), MINIMUM)) {
			Health health = first.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("members", 1)
				.extractingByKey("error")
				.asString()
				.contains("The store waits for members: the cluster has 1 of the 2 that 'minimum-members' asks for");
			assertThat(output).contains("It waits until the cluster has 2 members");
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> first.partitioned().write(KEY, ByteBuffer.allocate(1)));
			try (Grid second = Grid.start(first.address(), MINIMUM)) {
				second.awaitSafe(2);
				Await.until("health of two", () -> second.health().getStatus().equals(Status.UP)
						&& first.health().getStatus().equals(Status.UP));
				second.partitioned().write(KEY, ByteBuffer.allocate(1));
				assertThat(second.health().getDetails()).containsEntry("listedMembers", 1)
					.containsEntry("joinedMembers", 1)
					.containsEntry("safe", true);
			}
		}
	}

	@Test
	void whenOneOfTwoMembersIsLostThenTheStoreIsNotSafe() throws Exception {
		try (Grid grid = Grid.start(""); MemberProcess other = MemberProcess.start(grid.address())) {
			other.address();
			grid.awaitSafe(2);
			assertThat(grid.health().getDetails()).containsEntry("safe", true);
			other.kill();
			// Hazelcast calls it safe as soon as it has no other member for the copies.
			grid.awaitSafe(1);
			assertThat(grid.health().getDetails()).containsEntry("members", 1).containsEntry("safe", false);
		}
	}

	@Test
	void whenStoreIsNotDistributedThenItSaysSo() {
		try (Grid grid = Grid.start(List.of(GridApplication.class),
				List.of("zarr.stores.grid.partitioned.distributed=false"))) {
			assertThat(grid.health().getStatus()).isEqualTo(Status.UP);
			assertThat(grid.health().getDetails()).containsEntry("distributed", false).doesNotContainKey("safe");
		}
	}

	@Test
	void whenNoBackupsAreAskedForThenOneMemberIsSafe() {
		try (Grid grid = Grid.start("", "zarr.stores.grid.partitioned.backup-count=0")) {
			assertThat(grid.health().getDetails()).containsEntry("safe", true);
		}
	}

	@Test
	void whenRangesAreListedThenTheyAreNotCounted() {
		assertThat(ListedMembers
			.single(List.of("10.0.0.1-7", "10.0.*.5", "my-host", "host-2:5701", "[::1]:5701", "127.0.0.1")))
			.containsExactly("my-host", "host-2:5701", "[::1]:5701", "127.0.0.1");
	}

}
