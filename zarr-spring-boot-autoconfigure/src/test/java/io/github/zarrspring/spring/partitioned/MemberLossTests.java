package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Members come, go and die under the load of two others.
 */
class MemberLossTests {

	private static final int MORE = 200;

	private static void awaitMore(Load load) throws Exception {
		int target = load.acknowledged() + MORE;
		Await.until(MORE + " further writes", () -> load.acknowledged() >= target);
	}

	@Test
	@Tag("slow")
	@DisplayName("5.5 Members are killed, started and stopped under load: nothing acknowledged is missing, old, doubled or back")
	void whenMembersDieAndComeThenNothingAcknowledgedIsLost() throws Exception {
		lose(2);
	}

	@Test
	@Tag("proof")
	@DisplayName("5.5 The same, twenty times over")
	void whenMembersDieAndComeVeryOftenThenNothingAcknowledgedIsLost() throws Exception {
		lose(20);
	}

	private static void lose(int rounds) throws Exception {
		try (Grid grid = Grid.start(""); MemberProcess second = MemberProcess.start(grid.address())) {
			MemberProcess third = MemberProcess.start(grid.address());
			// One member writes with a lease, the others without.
			Lease lease = grid.zarr().lease(LeaseRequest.of("first").timeToLive(Duration.ofHours(9)));
			Load load = new Load(grid.zarr().with(lease).getBackend());
			try {
				second.address();
				third.address();
				grid.awaitSafe(3);
				load.start("first");
				second.ask("load second");
				for (int round = 0; round < rounds; round++) {
					awaitMore(load);
					third.kill();
					awaitMore(load);
					third = MemberProcess.start(grid.address() + ',' + second.address());
					third.address();
					grid.awaitSafe(3);
					awaitMore(load);
					third.stop();
					awaitMore(load);
					third = MemberProcess.start(second.address());
					third.address();
					grid.awaitSafe(3);
				}
			}
			finally {
				load.stop();
				third.close();
			}
			Assertions.assertThat(lease.isHeld()).isTrue();
			String lost = second.ask("unload");
			List<String> lines = new ArrayList<>(load.report());
			lines.addAll(second.history());
			Grid.report("%s; answers lost: %d and %s".formatted(new LoadReport(lines).check(grid.backend()),
					grid.partitioned().numbers().lostAnswers(), lost));
			Assertions.assertThat(grid.events().of(ClusterEvent.DataLost.class)).isEmpty();
			Assertions.assertThat(grid.events().of(ClusterEvent.MemberLeft.class))
				.hasSizeGreaterThanOrEqualTo(2 * rounds);
			Assertions.assertThat(grid.health().getDetails()).containsEntry("lostPartitions", 0);
		}
	}

}
