package io.github.zarrspring.spring.partitioned;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The network between members is cut and mended.
 */
@Tag("proof")
class SplitBrainTests {

	private static final List<String> FAST = List.of("hz.network.port.port=5701",
			"hazelcast.max.no.heartbeat.seconds=8", "hazelcast.heartbeat.interval.seconds=1",
			"hazelcast.merge.first.run.delay.seconds=5", "hazelcast.merge.next.run.delay.seconds=5",
			"hazelcast.operation.call.timeout.millis=10000");

	private static List<MemberProcess> start(NetworkNamespaces network, String... properties) throws Exception {
		List<MemberProcess> members = new ArrayList<>();
		String addresses = network.address(0) + ',' + network.address(1) + ',' + network.address(2);
		for (int i = 0; i < 3; i++) {
			List<String> all = new ArrayList<>(FAST);
			all.add("hazelcast.local.localAddress=" + network.address(i));
			all.addAll(List.of(properties));
			members.add(MemberProcess.start(network.prefix(i), System.getProperty("java.class.path"), "-Xmx256m",
					GridMember.class, addresses, all.toArray(String[]::new)));
			members.get(i).address();
		}
		awaitMembers(members, 0, 3);
		Await.until("a safe cluster", () -> members.get(0).ask("health").contains("safe=true"));
		return members;
	}

	private static void awaitMembers(List<MemberProcess> members, int number, int count) throws Exception {
		Await.until("%d members for member %d".formatted(count, number),
				() -> members.get(number).ask("members").equals(String.valueOf(count)));
	}

	private static void close(List<MemberProcess> members) throws Exception {
		for (MemberProcess member : members) {
			member.close();
		}
	}

	@Test
	@DisplayName("5.4 After a split the value that was written last stays, on all members, and it shows in health and events")
	void whenNetworkIsSplitAndHealedThenLatestUpdateStays() throws Exception {
		try (NetworkNamespaces network = new NetworkNamespaces(3)) {
			List<MemberProcess> members = start(network);
			try {
				for (String key : List.of("a/minority-last", "a/majority-last", "a/untouched", "a/deleted")) {
					members.get(0).ask("write " + key + " before");
				}
				network.split(2);
				awaitMembers(members, 0, 2);
				awaitMembers(members, 2, 1);
				members.get(0).ask("write a/minority-last majority");
				members.get(2).ask("write a/majority-last minority");
				members.get(0).ask("delete a/deleted");
				// Hazelcast remembers the second of a write.
				Thread.sleep(2500);
				members.get(2).ask("write a/minority-last minority");
				members.get(0).ask("write a/majority-last majority");
				members.get(2).ask("write a/only-minority minority");
				assertThat(members.get(2).ask("health")).contains("members=1");
				assertThat(members.get(0).ask("events")).contains("MemberLeft");
				network.heal(2);
				for (int i = 0; i < 3; i++) {
					awaitMembers(members, i, 3);
				}
				Await.until("the merge", () -> members.get(2).ask("events").contains("SplitHealed")
						&& members.get(2).ask("read a/only-minority").equals("minority"));
				for (MemberProcess member : members) {
					assertThat(member.ask("read a/minority-last")).isEqualTo("minority");
					assertThat(member.ask("read a/majority-last")).isEqualTo("majority");
					assertThat(member.ask("read a/untouched")).isEqualTo("before");
					// As documented: it was deleted on one side alone.
					assertThat(member.ask("read a/deleted")).isEqualTo("before");
				}
				assertThat(members.get(2).ask("health")).contains("healedSplits=1");
			}
			finally {
				close(members);
			}
		}
	}

	@Test
	@DisplayName("1.4 Of the leases that both sides of a split gave out one stays, and writes with the other are refused")
	void whenBothSidesGiveLeasesThenOneStays() throws Exception {
		try (NetworkNamespaces network = new NetworkNamespaces(3)) {
			List<MemberProcess> members = start(network, "zarr.stores.grid.access=protected");
			try {
				assertThat(members.get(1).ask("lease before 2000")).isEqualTo("1");
				network.split(2);
				awaitMembers(members, 0, 2);
				awaitMembers(members, 2, 1);
				assertThat(members.get(0).ask("lease majority 600000")).isEqualTo("2");
				assertThat(members.get(2).ask("lease minority 600000")).isEqualTo("2");
				members.get(0).ask("put a/key majority");
				members.get(2).ask("put a/other minority");
				network.heal(2);
				awaitMembers(members, 2, 3);
				Await.until("the merge", () -> members.get(2).ask("events").contains("SplitHealed"));
				members.get(2).tell("put a/key minority");
				assertThat(members.get(2).await("FAILED")).contains("is over: there is a newer holder");
				members.get(0).ask("put a/key again");
				for (MemberProcess member : members) {
					assertThat(member.ask("read a/key")).isEqualTo("again");
					assertThat(member.ask("read a/other")).isEqualTo("minority");
					assertThat(member.ask("health")).contains("majority");
				}
			}
			finally {
				close(members);
			}
		}
	}

	@Test
	@DisplayName("5.4 With a minimum of members the smaller side refuses, and nothing that was acknowledged is undone")
	void whenMinimumIsSetThenSmallerSideRefuses() throws Exception {
		try (NetworkNamespaces network = new NetworkNamespaces(3)) {
			List<MemberProcess> members = start(network, "zarr.stores.grid.partitioned.minimum-members=2");
			try {
				members.get(0).ask("write a/key before");
				network.split(2);
				awaitMembers(members, 0, 2);
				awaitMembers(members, 2, 1);
				Await.until("the larger side", () -> {
					members.get(0).ask("write a/key majority");
					return true;
				});
				members.get(2).tell("write a/key minority");
				assertThat(members.get(2).await("FAILED")).contains("minimum-members");
				members.get(2).tell("read a/key");
				assertThat(members.get(2).await("FAILED")).contains("minimum-members");
				members.get(2).tell("lease minority 60000");
				assertThat(members.get(2).await("FAILED")).contains("minimum-members");
				assertThat(members.get(0).ask("lease majority 60000")).isEqualTo("1");
				assertThat(members.get(2).ask("health")).contains("DOWN");
				network.heal(2);
				awaitMembers(members, 2, 3);
				Await.until("the merge", () -> members.get(2).ask("events").contains("SplitHealed"));
				for (MemberProcess member : members) {
					assertThat(member.ask("read a/key")).isEqualTo("majority");
				}
			}
			finally {
				close(members);
			}
		}
	}

}
