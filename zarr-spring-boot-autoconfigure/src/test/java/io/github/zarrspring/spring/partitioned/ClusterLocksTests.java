package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The locks of nodes, of two members and a client.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClusterLocksTests {

	private static final NodePath PATH = NodePath.of("some/array");

	private static final NodeLock[] MODES = NodeLock.values();

	private Grid first;

	private Grid second;

	private HazelcastInstance client;

	private List<StorageBackend> backends;

	@BeforeAll
	void startMembers() throws Exception {
		this.first = Grid.start("");
		this.second = Grid.start(this.first.address());
		this.first.awaitSafe(2);
		this.client = Grid.client(this.first.address());
		this.backends = List.of(this.first.backend(), this.second.backend(), this.first.over(this.client));
	}

	@AfterAll
	void stopMembers() {
		this.backends.get(2).close();
		HazelcastClient.shutdownAll();
		this.second.close();
		this.first.close();
	}

	private static <T> T locked(StorageBackend backend, NodePath path, NodeLock mode, Supplier<T> work) {
		return backend.locked(new TreeMap<>(Map.of(path, mode)), work);
	}

	private static CompletableFuture<Void> start(Runnable work) {
		return CompletableFuture.runAsync(work, (task) -> new Thread(task).start());
	}

	private IMap<EntryKey, byte[]> map() {
		return this.first.instance().getMap(PartitionedBackend.locks("zarr.grid"));
	}

	private LockQueue queue(NodePath path) {
		byte[] value = map().get(ClusterLocks.node(path));
		return LockQueue.decode((value != null) ? value : new byte[0]);
	}

	@Test
	void whenMembersAndClientsLockANodeThenOnlyWhatGoesTogetherIsAtWork() {
		long seed = new Random().nextLong();
		AtWork atWork = new AtWork();
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			Random random = new Random(seed + i);
			StorageBackend backend = this.backends.get(i % 3);
			threads.add(start(() -> {
				for (int round = 0; round < 100; round++) {
					NodeLock mode = MODES[random.nextInt(MODES.length)];
					locked(backend, PATH, mode, () -> atWork.run(mode));
				}
			}));
		}
		CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).orTimeout(120, TimeUnit.SECONDS).join();
		assertThat(atWork.faults).as("seed %d", seed).isEmpty();
		assertThat(atWork.ended).isEqualTo(900);
	}

	@Test
	void whenNodeIsSharedAgainThenTheClusterIsNotAskedAgain() {
		NodePath path = NodePath.of("shared");
		StorageBackend backend = this.first.backend();
		locked(backend, path, NodeLock.SHARED, () -> 0);
		LockQueue before = queue(path);
		long operations = map().getLocalMapStats().getSetOperationCount()
				+ this.second.instance().getMap(map().getName()).getLocalMapStats().getSetOperationCount();
		assertThat(before.tickets()).hasSize(1);
		for (int i = 0; i < 100; i++) {
			locked(backend, path, NodeLock.SHARED, () -> 0);
		}
		assertThat(queue(path)).isEqualTo(before);
		assertThat(map().getLocalMapStats().getSetOperationCount()
				+ this.second.instance().getMap(map().getName()).getLocalMapStats().getSetOperationCount())
			.isEqualTo(operations);
		locked(this.second.backend(), path, NodeLock.EXCLUSIVE, () -> 0);
		assertThat(queue(path).tickets()).isEmpty();
	}

	@Test
	void whenSharedWorkIsUnderWayThenExclusiveWaitsAndNewOneComesAfterIt() throws Exception {
		NodePath path = NodePath.of("waits");
		List<String> order = new ArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Void> shared = start(() -> locked(this.first.backend(), path, NodeLock.SHARED, () -> {
			begun.countDown();
			return await(end) && locked(this.first.backend(), path, NodeLock.SHARED, () -> order.add("shared"));
		}));
		begun.await();
		CompletableFuture<Void> exclusive = start(
				() -> locked(this.second.backend(), path, NodeLock.EXCLUSIVE, () -> order.add("exclusive")));
		Await.until("one that waits", () -> queue(path).tickets().size() == 2);
		CompletableFuture<Void> next = start(
				() -> locked(this.backends.get(2), path, NodeLock.SHARED, () -> order.add("next")));
		Await.until("another that waits", () -> queue(path).tickets().size() == 3);
		end.countDown();
		CompletableFuture.allOf(shared, exclusive, next).orTimeout(60, TimeUnit.SECONDS).join();
		assertThat(order).containsExactly("shared", "exclusive", "next");
	}

	@Test
	void whenThreadHasALockThenItMayAskForAWeakerOne() {
		NodePath path = NodePath.of("again");
		for (NodeLock mode : MODES) {
			Integer result = locked(this.first.backend(), path, mode, () -> locked(this.first.backend(), path, mode,
					() -> locked(this.first.backend(), path, NodeLock.SHARED, () -> 1)));
			assertThat(result).isEqualTo(1);
		}
	}

	@Test
	void whenWorkFailsThenTheLockIsFree() {
		NodePath path = NodePath.of("fails");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> locked(this.first.backend(), path, NodeLock.EXCLUSIVE, () -> {
				throw new IllegalStateException("as planned");
			}));
		assertThat(queue(path).tickets()).isEmpty();
	}

	@Test
	void whenLockIsKeptForTooLongThenTheOtherIsToldAndHasLeftTheQueue() throws Exception {
		NodePath path = NodePath.of("too/long");
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Void> holder = start(() -> locked(this.first.backend(), path, NodeLock.GROWING, () -> {
			begun.countDown();
			return await(end);
		}));
		begun.await();
		try (ClusterLocks impatient = new ClusterLocks(this.second.instance(), map().getName(), 77,
				Duration.ofMillis(50))) {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> impatient.locked(new TreeMap<>(Map.of(path, NodeLock.GROWING)), () -> 0))
				.withMessageContaining("'too/long'")
				.withMessageContaining("PT0.05S");
			assertThat(queue(path).tickets()).hasSize(1);
			assertThat(impatient.<Integer>locked(new TreeMap<>(Map.of(path, NodeLock.SHARED)), () -> 1)).isEqualTo(1);
		}
		end.countDown();
		holder.orTimeout(60, TimeUnit.SECONDS).join();
		Await.until("an empty queue", () -> queue(path).tickets().isEmpty());
	}

	@Test
	void whenWaitingThreadIsInterruptedThenItIsToldAndStaysInterrupted() throws Exception {
		NodePath path = NodePath.of("interrupted");
		locked(this.first.backend(), path, NodeLock.EXCLUSIVE, () -> {
			List<Object> outcome = new ArrayList<>();
			Thread waiting = new Thread(() -> {
				try {
					locked(this.second.backend(), path, NodeLock.EXCLUSIVE, () -> outcome.add("ran"));
				}
				catch (StoreUnavailableException ex) {
					outcome.add(Thread.currentThread().isInterrupted());
				}
			});
			waiting.start();
			waiting.interrupt();
			join(waiting);
			assertThat(outcome).containsExactly(true);
			return 0;
		});
	}

	@Test
	void whenMemberOrClientIsKilledThenItsLocksAreFree() throws Exception {
		for (String members : List.of(this.first.address(), GridMember.CLIENT + this.first.address())) {
			for (NodeLock mode : MODES) {
				try (MemberProcess process = MemberProcess.start(members)) {
					process.await("UP");
					process.ask("lock killed " + mode);
					assertThat(queue(NodePath.of("killed")).tickets()).hasSize(1);
					process.kill();
					long start = System.nanoTime();
					assertThat(locked(this.first.backend(), NodePath.of("killed"), NodeLock.EXCLUSIVE, () -> 1))
						.isEqualTo(1);
					Grid.report("free %s after the death of %s with %s".formatted(
							Duration.ofNanos(System.nanoTime() - start),
							members.startsWith(GridMember.CLIENT) ? "a client" : "a member", mode));
				}
			}
		}
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Notes who is at work beside whom.
	 */
	private static final class AtWork {

		private final List<NodeLock> modes = new ArrayList<>();

		private final List<String> faults = new ArrayList<>();

		private int ended;

		boolean run(NodeLock mode) {
			synchronized (this) {
				if (!this.modes.stream().allMatch(mode::goesWith)) {
					this.faults.add("%s beside %s".formatted(mode, this.modes));
				}
				this.modes.add(mode);
			}
			Thread.yield();
			synchronized (this) {
				this.ended++;
				return this.modes.remove(mode);
			}
		}

	}

}
