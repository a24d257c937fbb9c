package io.github.zarrspring.spring.partitioned;

import java.util.ArrayList;
import java.util.List;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.test.StorageBackendContractTests;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The contract of backends over three members in processes of their own, between this
 * member and a client.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class ThreeMembersTests extends StorageBackendContractTests {

	private final List<MemberProcess> members = new ArrayList<>();

	private Grid grid;

	private HazelcastInstance client;

	@BeforeAll
	void startMembers() throws Exception {
		this.grid = Grid.start("");
		this.members.add(MemberProcess.start(this.grid.address()));
		this.members.add(MemberProcess.start(this.grid.address()));
		for (MemberProcess member : this.members) {
			member.address();
		}
		this.client = Grid.client(this.grid.address());
	}

	@AfterAll
	void stopMembers() throws Exception {
		HazelcastClient.shutdownAll();
		for (MemberProcess member : this.members) {
			member.close();
		}
		this.grid.close();
	}

	@Override
	protected StorageBackend createBackend() {
		StorageBackend backend = this.grid.over(this.grid.instance());
		backend.deleteAll("");
		return backend;
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return this.grid.over(this.client);
	}

	@Test
	@DisplayName("2.7 Counters that members in three processes count up together come out exact")
	void whenMembersInSeveralProcessesCountThenNothingIsLost() throws Exception {
		GridMember.counters(this.grid, "counters", 95);
		this.members.forEach((member) -> member.tell("count counters 40"));
		GridMember.count(this.grid.zarr().open("counters"), 40);
		for (MemberProcess member : this.members) {
			Assertions.assertThat(member.await("DONE")).as("lost answers").isEqualTo("0");
		}
		Assertions.assertThat(this.grid.zarr().open("counters").read().ints()).containsOnly(120);
	}

	@Test
	@DisplayName("5.1 Values are spread over all members, each with a backup, and counted where they are")
	void whenValuesAreWrittenThenAllMembersHaveSome() {
		GridMember.counters(this.grid, "spread", 3000);
		GridMember.count(this.grid.zarr().open("spread"), 1);
		Assertions.assertThat(this.grid.backend().info("spread/c/").entries()).isEqualTo(300);
		Assertions.assertThat(this.grid.partitioned().statistics().getOwnedEntryCount()).isBetween(30L, 200L);
		Assertions.assertThat(this.grid.partitioned().statistics().getBackupEntryCount()).isBetween(30L, 200L);
		Assertions.assertThat(this.grid.health().getDetails())
			.containsEntry("members", 3)
			.containsEntry("safe", true)
			.containsEntry("migrations", 0);
	}

}
