package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.hazelcast.map.IMap;
import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.LeaseState;
import io.github.zarrspring.storage.access.StoreAccess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Leases of two members of one cluster.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PartitionedLeaseTests {

	private static final String PROTECTED = "zarr.stores.grid.access=protected";

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final LeaseRequest ONE = LeaseRequest.of("one").timeToLive(LONG);

	private static final LeaseRequest TWO = LeaseRequest.of("two").timeToLive(LONG).waitFor(LONG);

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private Grid first;

	private Grid second;

	@BeforeAll
	void startMembers() throws Exception {
		this.first = Grid.start("", PROTECTED);
		this.second = Grid.start(this.first.address(), PROTECTED);
		this.first.awaitSafe(2);
	}

	@AfterAll
	void stopMembers() {
		this.second.close();
		this.first.close();
	}

	@BeforeEach
	void clear() {
		leases().clear();
		this.first.partitioned().deleteAll("");
	}

	private IMap<EntryKey, byte[]> leases() {
		return this.first.instance().getMap(PartitionedBackend.leases("zarr.grid"));
	}

	private static ByteBuffer bytes(int value) {
		return ByteBuffer.allocate(4).putInt(value).flip();
	}

	private int value(StoreKey key) {
		return this.first.partitioned().read(key).orElseThrow().bytes().getInt();
	}

	private static StorageBackend view(Grid grid, Lease lease) {
		return grid.zarr().with(lease).getBackend();
	}

	@Test
	@DisplayName("1.4 Of two members one has the lease, and the other may read and not write")
	void whenOneMemberHoldsTheLeaseThenTheOtherIsRefused() {
		ZarrOperations one = this.first.zarr();
		ZarrOperations other = this.second.zarr();
		try (Lease lease = one.lease(ONE)) {
			one.with(lease).createGroup("a");
			assertThat(other.openGroup("a")).isNotNull();
			assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
				.isThrownBy(() -> other.createGroup("b"));
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> other.lease("other"))
				.withMessageContaining("'one' holds it with the fencing number 1");
			assertThat(other.admin().lease()).isEqualTo(one.admin().lease())
				.extracting(LeaseState::holder, LeaseState::fencingNumber)
				.containsExactly("one", 1L);
			assertThat(this.second.health().getDetails().get("lease")).asString().contains("one");
		}
		try (Lease lease = other.lease("other")) {
			assertThat(lease.fencingNumber()).isEqualTo(2);
			other.with(lease).createGroup("b");
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> one.lease(ONE));
		}
	}

	@Test
	@DisplayName("1.6 The heir on another member takes over when the lease has timed out, and numbers go on")
	void whenLeaseTimesOutThenHeirTakesOver() {
		Lease stale = this.first.zarr().lease(ONE.heir("two").timeToLive(Duration.ofMillis(300)));
		try (Lease lease = this.second.zarr().lease(TWO)) {
			assertThat(lease.fencingNumber()).isGreaterThan(stale.fencingNumber());
			assertThat(stale.isHeld()).isFalse();
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> view(this.first, stale).write(KEY, bytes(1)));
			view(this.second, lease).write(KEY, bytes(2));
		}
		assertThat(this.first.zarr().lease(ONE).fencingNumber()).isGreaterThan(stale.fencingNumber() + 1);
	}

	@Test
	@DisplayName("1.4 A lease that is renewed goes on, one that has timed out is refused though nobody else has it")
	void whenLeaseTimesOutThenHolderIsRefused() throws Exception {
		Lease lease = this.first.zarr().lease(ONE.timeToLive(Duration.ofSeconds(2)));
		LeaseState before = this.second.zarr().admin().lease();
		LeaseState after = lease.renew();
		assertThat(after.expires()).isAfterOrEqualTo(before.expires());
		view(this.first, lease).write(KEY, bytes(1));
		Await.until("the end of the lease", () -> !lease.isHeld());
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> view(this.first, lease).write(KEY, bytes(2)));
		assertThat(value(KEY)).isEqualTo(1);
	}

	@Test
	@DisplayName("4.6 Handed over between members under load, nothing of the old holder lands after the new one's first write")
	void whenHandedOverUnderLoadThenOldHolderWritesNothingMore() throws Exception {
		List<Grid> grids = List.of(this.first, this.second);
		Lease lease = this.first.zarr().lease(LeaseRequest.of("holder-0").timeToLive(LONG));
		for (int round = 1; round <= 6; round++) {
			lease = handOver(grids.get((round + 1) % 2), grids.get(round % 2), lease, round);
		}
	}

	private Lease handOver(Grid from, Grid to, Lease old, int round) throws Exception {
		StorageBackend view = view(from, old);
		CountDownLatch busy = new CountDownLatch(2);
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		List<Consumer<Integer>> ways = List.of((value) -> view.write(KEY, bytes(value)),
				(value) -> view.writeAll(Map.of(KEY, bytes(value), StoreKey.of("a/c/1"), bytes(value))));
		for (Consumer<Integer> way : ways) {
			writers.add(CompletableFuture
				.runAsync(() -> assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> {
					for (;;) {
						way.accept(-round);
						busy.countDown();
					}
				}), (task) -> new Thread(task).start()));
		}
		assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
		old.handOver("holder-" + round);
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> to.zarr().lease("another"));
		Lease lease = to.zarr().lease(LeaseRequest.of("holder-" + round).timeToLive(LONG));
		assertThat(lease.fencingNumber()).isEqualTo(old.fencingNumber() + 1);
		view(to, lease).write(KEY, bytes(round));
		CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
		assertThat(value(KEY)).isEqualTo(round);
		return lease;
	}

	/**
	 * The store as who has a lease that another process passes on, with something that
	 * happens between looking at the lease and writing.
	 */
	private StorageBackend interrupted(Lease lease, Runnable meanwhile) {
		return new StoreAccess("grid", AccessLevel.PROTECTED, new Interrupted(this.first.partitioned(), meanwhile))
			.backend(lease);
	}

	@Test
	@DisplayName("1.4 A write that was begun before the lease passed on does not take effect after it, however it is made")
	void whenLeasePassesOnDuringWriteThenWriteIsRefused() {
		Map<StoreKey, ByteBuffer> both = Map.of(KEY, bytes(1), StoreKey.of("a/c/1"), bytes(1));
		List<Consumer<StorageBackend>> writes = List.of((store) -> store.write(KEY, bytes(1)),
				(store) -> store.writeAll(both), (store) -> store.compareAndSet(KEY, Version.ABSENT, bytes(1)),
				(store) -> store.delete(KEY), (store) -> store.deleteAll(both.keySet()),
				(store) -> store.compareAndDelete(KEY, Version.ABSENT));
		for (Consumer<StorageBackend> write : writes) {
			clear();
			StoreAccess elsewhere = new StoreAccess("grid", AccessLevel.PROTECTED,
					this.second.over(this.second.instance()));
			Lease old = elsewhere.acquire(ONE);
			StorageBackend store = interrupted(old, () -> {
				old.handOver("two");
				Lease lease = this.second.zarr().lease(TWO);
				view(this.second, lease).write(KEY, bytes(2));
			});
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> write.accept(store))
				.withMessageContaining("there is a newer holder");
			assertThat(value(KEY)).isEqualTo(2);
			assertThat(this.first.partitioned().exists(StoreKey.of("a/c/1"))).isFalse();
		}
	}

	@Test
	@DisplayName("1.4 A write that reaches its partition after the lease has timed out is refused, one of a renewed lease is not")
	void whenLeaseTimesOutDuringWriteThenWriteIsRefused() {
		Lease lease = this.first.zarr().lease(ONE.timeToLive(Duration.ofMillis(500)));
		StorageBackend late = interrupted(lease, () -> sleep(800));
		assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> late.write(KEY, bytes(1)))
			.withMessageContaining("timed out");
		assertThatExceptionOfType(StoreAccessDeniedException.class)
			.isThrownBy(() -> late.writeAll(Map.of(KEY, bytes(1))));
		assertThat(this.first.partitioned().exists(KEY)).isFalse();
		Lease renewed = this.first.zarr().lease(ONE.timeToLive(Duration.ofSeconds(3)));
		StorageBackend slow = interrupted(renewed, () -> {
			sleep(1600);
			renewed.renew();
			sleep(1600);
			renewed.renew();
		});
		slow.write(KEY, bytes(3));
		slow.writeAll(Map.of(StoreKey.of("a/c/1"), bytes(3)));
		assertThat(value(KEY)).isEqualTo(3);
		assertThat(value(StoreKey.of("a/c/1"))).isEqualTo(3);
	}

	private static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenLeaseIsHandedOverWithinWriteOfItsProcessThenItIsRefused() {
		Lease lease = this.first.zarr().lease(ONE);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> interrupted(lease, () -> lease.handOver("two")).write(KEY, bytes(1)))
			.withMessageContaining("within a write");
		lease.close();
	}

	@Test
	@DisplayName("1.6 A lease that was lost with its members stays with its holder, as the fences tell")
	void whenLeaseIsLostThenHolderKeepsIt() {
		Lease lease = this.first.zarr().lease(ONE);
		leases().evict(new EntryKey("lease", null));
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> this.second.zarr().lease("two"));
		assertThat(lease.renew().fencingNumber()).isEqualTo(1);
		view(this.first, lease).write(KEY, bytes(1));
		lease.handOver("two");
		assertThat(this.second.zarr().lease(TWO).fencingNumber()).isEqualTo(2);
	}

	@Test
	@DisplayName("1.4 A partition that has lost its fence refuses, and a new lease restores it")
	void whenFenceIsLostThenWritesFail() {
		Lease lease = this.first.zarr().lease(ONE);
		leases().keySet().stream().filter((key) -> key.toString().startsWith("fence/")).forEach((key) -> {
			int route = Integer.parseInt(key.toString().substring("fence/".length()));
			leases().evict(Fences.key(route));
		});
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> view(this.first, lease).write(KEY, bytes(1)))
			.withMessageContaining("has lost what it knew of the lease");
		lease.close();
		try (Lease next = this.first.zarr().lease(ONE)) {
			view(this.first, next).write(KEY, bytes(2));
		}
	}

	@Test
	@DisplayName("1.4 Numbers that the lease has forgotten and partitions have not are not given out again")
	void whenPartitionKnowsHigherNumberThenNumbersGoOnFromThere() {
		byte[] forgotten = new LeaseEntry(LeaseState.NONE, 7, new WriteId(1, 2)).encode(new WriteId(3, 4));
		leases().executeOnKey(Fences.key(0), new RaiseFence(forgotten));
		leases().set(new EntryKey("lease", null), LeaseEntry.NONE.encode(new WriteId(5, 6)));
		try (Lease lease = this.second.zarr().lease(TWO)) {
			assertThat(lease.fencingNumber()).isEqualTo(8);
			view(this.second, lease).write(KEY, bytes(1));
		}
	}

	@Test
	@DisplayName("1.4 Arrays are written with a lease as without, and eight threads of the holder lose nothing")
	void whenArrayIsWrittenWithLeaseThenItIsAsWithout() throws Exception {
		assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
			.isThrownBy(() -> GridMember.counters(this.first, "counters", 95));
		try (Lease lease = this.first.zarr().lease(ONE)) {
			ZarrArray array = this.first.zarr()
				.with(lease)
				.create("counters", ArraySpec.of(DataType.INT32).shape(95).chunks(10));
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				threads.add(CompletableFuture.runAsync(() -> GridMember.count(array, 5),
						(task) -> new Thread(task).start()));
			}
			CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
			assertThat(this.second.zarr().open("counters").read().ints()).containsOnly(40);
			this.first.zarr().with(lease).delete("counters");
			assertThat(this.first.partitioned().info("counters/").entries()).isZero();
		}
	}

	@Test
	@DisplayName("4.6 Of many that ask at once one has the lease, and each after it a higher number")
	void whenManyAskThenOneAfterTheOtherHasIt() {
		List<Long> numbers = new CopyOnWriteArrayList<>();
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			Grid grid = (i % 2 != 0) ? this.first : this.second;
			// Two have the same name.
			LeaseRequest request = LeaseRequest.of("worker-" + i / 2).timeToLive(LONG).waitFor(LONG);
			threads.add(CompletableFuture.runAsync(() -> {
				for (int round = 0; round < 3; round++) {
					try (Lease lease = grid.zarr().lease(request)) {
						numbers.add(lease.fencingNumber());
						view(grid, lease).write(KEY, bytes((int) lease.fencingNumber()));
						assertThat(value(KEY)).isEqualTo((int) lease.fencingNumber());
					}
				}
			}, (task) -> new Thread(task).start()));
		}
		CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).orTimeout(120, TimeUnit.SECONDS).join();
		assertThat(numbers).hasSize(18).doesNotHaveDuplicates().isSorted();
	}

	@Test
	@DisplayName("1.4 After a split the lease with the higher number stays, of the same claim the longer one, else that of the larger side")
	void whenLeasesAreMergedThenNewestStays() {
		WriteId claim = new WriteId(1, 1);
		Instant time = Instant.ofEpochMilli(1_000_000);
		LeaseEntry lease = entry(3, claim, time);
		assertThat(NewestLease.isNewer(entry(4, claim, time), lease)).isTrue();
		assertThat(NewestLease.isNewer(entry(2, new WriteId(2, 2), time.plusSeconds(9)), lease)).isFalse();
		assertThat(NewestLease.isNewer(entry(3, claim, time.plusSeconds(1)), lease)).isTrue();
		assertThat(NewestLease.isNewer(entry(3, claim, null), lease)).isFalse();
		assertThat(NewestLease.isNewer(entry(3, new WriteId(2, 2), time.plusSeconds(1)), lease)).isFalse();
	}

	@Test
	void whenLeaseIsEncodedThenItIsTheSameDecoded() {
		LeaseEntry lease = new LeaseEntry(new LeaseState("h\u00e9ros", 7, true, "heir", Duration.ofMillis(1500),
				Instant.ofEpochMilli(1_700_000_000_123L)), 6, new WriteId(-1, 2));
		for (LeaseEntry entry : List.of(lease, LeaseEntry.NONE, entry(3, new WriteId(1, 1), null))) {
			assertThat(LeaseEntry.decode(entry.encode(new WriteId(3, 4)))).isEqualTo(entry);
		}
	}

	private static LeaseEntry entry(long number, WriteId claim, @Nullable Instant expires) {
		return new LeaseEntry(new LeaseState("one", number, true, null, LONG, expires), number, claim);
	}

	private static final class Interrupted extends DelegatingBackend {

		private final Runnable meanwhile;

		private Interrupted(StorageBackend delegate, Runnable meanwhile) {
			super(delegate);
			this.meanwhile = meanwhile;
		}

		@Override
		public void write(StoreKey key, ByteBuffer bytes) {
			this.meanwhile.run();
			super.write(key, bytes);
		}

		@Override
		public void writeAll(Map<StoreKey, ByteBuffer> values) {
			this.meanwhile.run();
			super.writeAll(values);
		}

		@Override
		public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
			this.meanwhile.run();
			return super.compareAndSet(key, expected, bytes);
		}

		@Override
		public void delete(StoreKey key) {
			this.meanwhile.run();
			super.delete(key);
		}

		@Override
		public void deleteAll(Collection<StoreKey> keys) {
			this.meanwhile.run();
			super.deleteAll(keys);
		}

		@Override
		public boolean compareAndDelete(StoreKey key, Version expected) {
			this.meanwhile.run();
			return super.compareAndDelete(key, read(key).orElseThrow().version());
		}

	}

}
