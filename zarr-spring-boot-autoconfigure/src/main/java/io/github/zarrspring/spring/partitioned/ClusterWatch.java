package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.ReplicaMigrationEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches the cluster of a Hazelcast instance: publishes what happens to it, and keeps
 * what there is to say about its state. Safe for use by several threads.
 */
public final class ClusterWatch implements AutoCloseable {

	/**
	 * The property of Hazelcast that each member needs. With it, a call whose answer is
	 * lost fails. Without it, such a call is silently made again, and a compare-and-set
	 * that was done then looks like a conflict.
	 */
	public static final String FAIL_ON_INDETERMINATE = "hazelcast.operation.fail.on.indeterminate.state";

	private static final Log logger = LogFactory.getLog(ClusterWatch.class);

	private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(30);

	private static final String EXECUTOR = "zarr";

	private final HazelcastInstance instance;

	private final Consumer<ClusterEvent> publisher;

	private final Set<UUID> unfit = ConcurrentHashMap.newKeySet();

	private final AtomicInteger merges = new AtomicInteger();

	private final List<Runnable> registrations = new ArrayList<>();

	private volatile int migrations;

	/**
	 * Watch a cluster.
	 * @param instance a member or client of it
	 * @param publisher where events go
	 */
	public ClusterWatch(HazelcastInstance instance, Consumer<ClusterEvent> publisher) {
		this.instance = instance;
		this.publisher = publisher;
		UUID members = instance.getCluster().addMembershipListener(new Memberships());
		this.registrations.add(() -> instance.getCluster().removeMembershipListener(members));
		UUID migrations = instance.getPartitionService().addMigrationListener(new Migrations());
		this.registrations.add(() -> instance.getPartitionService().removeMigrationListener(migrations));
		UUID lifecycle = instance.getLifecycleService().addLifecycleListener(this::lifecycle);
		this.registrations.add(() -> instance.getLifecycleService().removeLifecycleListener(lifecycle));
	}

	/**
	 * Look whether all members can keep a store.
	 * @return what is wrong with those that cannot, by their addresses
	 */
	public Map<String, String> checkMembers() {
		Map<String, String> unfit = new LinkedHashMap<>();
		executor().submitToAllMembers(new MemberCheck()).forEach((member, answer) -> {
			String problem = problem(answer);
			// One that has left meanwhile need not keep anything.
			if (!problem.isEmpty() && this.instance.getCluster().getMembers().contains(member)) {
				unfit.put(address(member), problem);
			}
		});
		return unfit;
	}

	private static String problem(Future<String> answer) {
		try {
			return answer.get(CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			return MapFailures.translate(ex).getReason();
		}
		catch (TimeoutException ex) {
			return "it did not answer within " + CHECK_TIMEOUT;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "the check was interrupted";
		}
	}

	private IExecutorService executor() {
		return this.instance.getExecutorService(EXECUTOR);
	}

	/**
	 * Whether this is a member of the cluster and not a client.
	 * @return whether it is
	 */
	public boolean isMember() {
		return this.instance.getLocalEndpoint() instanceof Member;
	}

	HazelcastInstance instance() {
		return this.instance;
	}

	boolean isRunning() {
		return this.instance.getLifecycleService().isRunning();
	}

	/**
	 * The name of the cluster.
	 * @return the name
	 */
	public String cluster() {
		return this.instance.getConfig().getClusterName();
	}

	int members() {
		return this.instance.getCluster().getMembers().size();
	}

	int migrations() {
		return this.migrations;
	}

	void publish(ClusterEvent event) {
		this.publisher.accept(event);
	}

	/**
	 * Whether there are enough members for the copies. Hazelcast itself calls a cluster
	 * safe that has no other member for them.
	 */
	private boolean canHave(int copies) {
		return this.instance.getCluster()
			.getMembers()
			.stream()
			.filter((member) -> !member.isLiteMember())
			.count() >= copies;
	}

	private @Nullable String problem() {
		return this.unfit.isEmpty() ? null
				: "%s members of the cluster cannot keep the store".formatted(this.unfit.size());
	}

	/**
	 * What is wrong with the cluster for a store.
	 * @return the problem, {@code null} for none
	 */
	@Nullable String problem(Expectation expected) {
		Integer minimum = expected.minimumMembers();
		return (minimum != null && members() < minimum)
				? "The store waits for members: the cluster has %s of the %s that 'minimum-members' asks for"
					.formatted(members(), minimum)
				: problem();
	}

	/**
	 * The listed members that are in the cluster, this one left out.
	 * @param listed their addresses
	 * @return the addresses of those that are
	 */
	public List<String> joined(List<String> listed) {
		Set<Member> others = new HashSet<>(this.instance.getCluster().getMembers());
		others.removeIf(Member::localMember);
		return ListedMembers.joined(listed, others);
	}

	/**
	 * What there is to say about the cluster. This asks all members.
	 */
	Map<String, Object> details(Expectation expected) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("cluster", cluster());
		details.put("members", members());
		List<String> listed = ListedMembers.single(expected.members());
		if (!listed.isEmpty()) {
			details.put("listedMembers", listed.size());
			details.put("joinedMembers", ListedMembers.joined(listed, this.instance.getCluster().getMembers()).size());
		}
		if (isMember()) {
			details.put("address", address(this.instance.getCluster().getLocalMember()));
		}
		if (!expected.distributed()) {
			details.put("distributed", false);
		}
		else if (!canHave(expected.copies())) {
			details.put("safe", false);
		}
		else if (isMember()) {
			// A client cannot ask.
			details.put("safe", this.instance.getPartitionService().isClusterSafe());
		}
		details.put("migrations", this.migrations);
		details.put("healedSplits", this.merges.get());
		return details;
	}

	private void lifecycle(LifecycleEvent event) {
		if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
			this.merges.incrementAndGet();
			logger.warn("This member was split from cluster '%s' and has joined it again".formatted(cluster()));
			publish(new ClusterEvent.SplitHealed(cluster(), members()));
		}
	}

	private void check(Member member) {
		executor().submitToMember(new MemberCheck(), member, new ExecutionCallback<String>() {

			@Override
			public void onResponse(String problem) {
				if (!problem.isEmpty()) {
					unfit(member, problem);
				}
			}

			@Override
			public void onFailure(Throwable ex) {
				if (ClusterWatch.this.instance.getCluster().getMembers().contains(member)) {
					unfit(member, MapFailures.translate(ex).getReason());
				}
			}

		});
	}

	private void unfit(Member member, String problem) {
		this.unfit.add(member.getUuid());
		logger.error("Member %s has joined cluster '%s' and cannot keep its stores: %s".formatted(address(member),
				cluster(), problem));
	}

	private static String address(Member member) {
		return member.getAddress().getHost() + ':' + member.getAddress().getPort();
	}

	@Override
	public void close() {
		if (isRunning()) {
			this.registrations.forEach(Runnable::run);
		}
		this.registrations.clear();
	}

	private final class Memberships implements MembershipListener {

		@Override
		public void memberAdded(MembershipEvent event) {
			Member member = event.getMember();
			publish(new ClusterEvent.MemberJoined(cluster(), member.getUuid(), address(member),
					event.getMembers().size()));
			check(member);
		}

		@Override
		public void memberRemoved(MembershipEvent event) {
			Member member = event.getMember();
			ClusterWatch.this.unfit.remove(member.getUuid());
			publish(new ClusterEvent.MemberLeft(cluster(), member.getUuid(), address(member),
					event.getMembers().size()));
		}

	}

	private final class Migrations implements MigrationListener {

		@Override
		public void migrationStarted(MigrationState state) {
			ClusterWatch.this.migrations = state.getRemainingMigrations();
			publish(new ClusterEvent.MigrationStarted(cluster(), state.getPlannedMigrations()));
		}

		@Override
		public void migrationFinished(MigrationState state) {
			ClusterWatch.this.migrations = 0;
			publish(new ClusterEvent.MigrationFinished(cluster(), state.getCompletedMigrations(),
					state.getRemainingMigrations(), Duration.ofMillis(state.getTotalElapsedTime())));
		}

		@Override
		public void replicaMigrationCompleted(ReplicaMigrationEvent event) {
			ClusterWatch.this.migrations = event.getMigrationState().getRemainingMigrations();
		}

		@Override
		public void replicaMigrationFailed(ReplicaMigrationEvent event) {
			logger.debug("Handing over partition %s from %s to %s failed, Hazelcast will plan it again"
				.formatted(event.getPartitionId(), event.getSource(), event.getDestination()));
		}

	}

}
