package io.github.zarrspring.spring.partitioned;

import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Members come, go and die under the load of two others.
 */
class MemberLossTests {

	private static final int MORE = 200;

	private static void awaitMore(Load load) throws Exception {
		int target = load.acknowledged() + MORE;
		Await.until(MORE + " further writes", () -> load.acknowledged() >= target);
	}

	private static void awaitSafe(Grid grid, int members) throws Exception {
		Await.until("a safe cluster of " + members, () -> grid.instance().getCluster().getMembers().size() == members
				&& grid.instance().getPartitionService().isClusterSafe());
	}

	@Test
	@Tag("slow")
	@DisplayName("2.7 5.3 5.5 Members are killed, started and stopped under load: nothing acknowledged is missing, old, doubled or back")
	void whenMembersDieAndComeThenNothingAcknowledgedIsLost(TestReporter reporter) throws Exception {
		lose(2, reporter);
	}

	@Test
	@Tag("proof")
	@DisplayName("2.7 5.3 5.5 The same, twenty times over")
	void whenMembersDieAndComeVeryOftenThenNothingAcknowledgedIsLost(TestReporter reporter) throws Exception {
		lose(20, reporter);
	}

	private static void lose(int rounds, TestReporter reporter) throws Exception {
		try (Grid grid = Grid.start(""); MemberProcess second = MemberProcess.start(grid.address())) {
			MemberProcess third = MemberProcess.start(grid.address());
			Load load = new Load(grid.backend());
			try {
				second.address();
				third.address();
				awaitSafe(grid, 3);
				load.start("first");
				second.ask("load second");
				for (int round = 0; round < rounds; round++) {
					awaitMore(load);
					third.kill();
					awaitMore(load);
					third = MemberProcess.start(grid.address() + ',' + second.address());
					third.address();
					awaitSafe(grid, 3);
					awaitMore(load);
					third.stop();
					awaitMore(load);
					third = MemberProcess.start(second.address());
					third.address();
					awaitSafe(grid, 3);
				}
			}
			finally {
				load.stop();
				third.close();
			}
			String lost = second.ask("unload");
			List<String> lines = new ArrayList<>(load.report());
			lines.addAll(second.history());
			reporter.publishEntry("load", "%s; answers lost: %d and %s".formatted(
					new LoadReport(lines).check(grid.backend()), grid.partitioned().writes().lost(), lost));
			Assertions.assertThat(grid.events().of(ClusterEvent.DataLost.class)).isEmpty();
			Assertions.assertThat(grid.events().of(ClusterEvent.MemberLeft.class)).hasSizeGreaterThanOrEqualTo(2 * rounds);
			Assertions.assertThat(grid.health().getDetails()).containsEntry("lostPartitions", 0);
		}
	}

}
