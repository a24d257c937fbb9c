package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.transaction.TransactionDefinition;

/**
 * Leases of two applications on one database.
 */
@Tag("slow")
class JpaLeaseTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static ConfigurableApplicationContext start(String url) {
		return TestApplication.start(url, "zarr.stores.ledger.access=protected");
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.4 Of two applications one has the lease, and the other may read and not write")
	void whenOneApplicationHoldsTheLeaseThenTheOtherIsRefused(Databases database) {
		String url = database.newUrl();
		try (ConfigurableApplicationContext first = start(url); ConfigurableApplicationContext second = start(url)) {
			ZarrOperations one = new TestStore(first).zarr();
			ZarrOperations other = new TestStore(second).zarr();
			try (Lease lease = one.lease(LeaseRequest.of("one").timeToLive(LONG))) {
				one.with(lease).createGroup("a");
				Assertions.assertThat(other.openGroup("a")).isNotNull();
				Assertions.assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
					.isThrownBy(() -> other.createGroup("b"));
				Assertions.assertThatExceptionOfType(CannotAcquireLockException.class)
					.isThrownBy(() -> other.lease("other"))
					.withMessageContaining("'one' holds it with the fencing number 1");
				Assertions.assertThat(other.admin().lease().holder()).isEqualTo("one");
			}
			try (Lease lease = other.lease("other")) {
				Assertions.assertThat(lease.fencingNumber()).isEqualTo(2);
				other.with(lease).createGroup("b");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.6 The heir in another application takes over when the holder's is gone, and numbers go on")
	void whenHolderDiesThenHeirTakesOver(Databases database) {
		String url = database.newUrl();
		Lease stale;
		try (ConfigurableApplicationContext second = start(url)) {
			ZarrOperations other = new TestStore(second).zarr();
			try (ConfigurableApplicationContext first = start(url)) {
				stale = new TestStore(first).zarr()
					.lease(LeaseRequest.of("one").heir("other").timeToLive(Duration.ofMillis(300)));
			}
			try (Lease lease = other.lease(LeaseRequest.of("other").timeToLive(LONG).waitFor(LONG))) {
				Assertions.assertThat(lease.fencingNumber()).isGreaterThan(stale.fencingNumber());
				Assertions.assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
					.isThrownBy(() -> other.with(stale).createGroup("a"));
				other.with(lease).createGroup("a");
			}
		}
		try (ConfigurableApplicationContext third = start(url)) {
			Assertions.assertThat(new TestStore(third).zarr().lease("three").fencingNumber())
				.isGreaterThan(stale.fencingNumber() + 1);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("4.6 Handed over between applications under load, nothing of the old holder lands after the new one's first write")
	void whenHandedOverUnderLoadThenOldHolderWritesNothingMore(Databases database) {
		String url = database.newUrl();
		try (ConfigurableApplicationContext first = start(url); ConfigurableApplicationContext second = start(url)) {
			List<TestStore> stores = List.of(new TestStore(first), new TestStore(second));
			Lease lease = stores.get(0).zarr().lease(LeaseRequest.of("holder-0").timeToLive(LONG));
			stores.get(0).zarr().with(lease).getBackend().write(KEY, bytes(0));
			for (int round = 1; round <= 6; round++) {
				lease = handOver(stores.get((round + 1) % 2), stores.get(round % 2), lease, round);
			}
		}
	}

	/**
	 * Two threads of the old holder write in transactions, one of them long, until they
	 * are refused.
	 */
	private static Lease handOver(TestStore from, TestStore to, Lease old, int round) {
		StorageBackend view = from.zarr().with(old).getBackend();
		CountDownLatch busy = new CountDownLatch(2);
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		for (int pause : new int[] { 0, 20 }) {
			writers.add(CompletableFuture.runAsync(
					() -> Assertions.assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> {
						for (;;) {
							write(from, view, -round, pause);
							busy.countDown();
						}
					}), (task) -> new Thread(task).start()));
		}
		await(busy);
		old.handOver("holder-" + round);
		Lease lease = to.zarr().lease(LeaseRequest.of("holder-" + round).timeToLive(LONG));
		to.zarr().with(lease).getBackend().write(KEY, bytes(round));
		CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
		Assertions.assertThat(from.backend().read(KEY)).map((value) -> value.bytes().getInt()).contains(round);
		return lease;
	}

	/**
	 * A statement of the heir waits for half a minute.
	 */
	@Tag("proof")
	@Test
	void whenHolderStandsStillInTransactionThenHeirWaitsAsLongAsItIsToldTo() {
		try (ConfigurableApplicationContext application = start(Databases.POSTGRESQL.newUrl())) {
			TestStore store = new TestStore(application);
			Lease old = store.zarr().lease(LeaseRequest.of("one").timeToLive(Duration.ofSeconds(5)));
			StorageBackend view = store.zarr().with(old).getBackend();
			CompletableFuture<Lease> heir = store.transaction().execute((status) -> {
				view.write(KEY, bytes(1));
				CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(
						() -> store.zarr().lease(LeaseRequest.of("two").waitFor(Duration.ofSeconds(90))),
						(task) -> new Thread(task).start());
				Assertions.assertThatThrownBy(() -> waiting.get(35, TimeUnit.SECONDS))
					.isInstanceOf(TimeoutException.class);
				return waiting;
			});
			Assertions.assertThat(heir.orTimeout(60, TimeUnit.SECONDS).join().fencingNumber()).isEqualTo(2);
		}
	}

	private static void write(TestStore store, StorageBackend view, int value, int pause) {
		store.transaction().executeWithoutResult((status) -> {
			// Here the lease is looked at, and then not any more.
			view.write(StoreKey.of("a/c/" + (1 + pause)), bytes(value));
			try {
				Thread.sleep(pause);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			view.write(KEY, bytes(value));
		});
	}

	private static ByteBuffer bytes(int value) {
		return ByteBuffer.allocate(4).putInt(value).flip();
	}

	private static void await(CountDownLatch latch) {
		try {
			Assertions.assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.4 A holder whose transaction began before it lost the lease cannot write in it any more")
	void whenLeaseIsLostWithinTransactionThenItIsRolledBack(Databases database) {
		try (ConfigurableApplicationContext application = start(database.newUrl())) {
			TestStore store = new TestStore(application);
			Lease lease = store.zarr().lease(LeaseRequest.of("one").timeToLive(LONG));
			store.zarr().with(lease).getBackend().write(KEY, bytes(1));
			Assertions.assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> store.transaction().executeWithoutResult((status) -> {
					Assertions.assertThat(store.backend().read(KEY)).isPresent();
					TestStore.elsewhere(() -> {
						lease.handOver("two");
						return lease;
					});
					store.zarr().with(lease).getBackend().write(KEY, bytes(2));
				}));
			Assertions.assertThat(store.backend().read(KEY)).map((value) -> value.bytes().getInt()).contains(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.4 Arrays are written with a lease as without, in a transaction and rolled back with it")
	void whenArrayIsWrittenWithLeaseThenItIsPartOfTransaction(Databases database) {
		try (ConfigurableApplicationContext application = start(database.newUrl())) {
			TestStore store = new TestStore(application);
			Assertions.assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
				.isThrownBy(() -> store.ints("a", 10));
			try (Lease lease = store.zarr().lease(LeaseRequest.of("one").timeToLive(LONG))) {
				ZarrArray array = store.zarr()
					.with(lease)
					.create("a",
							io.github.zarrspring.array.ArraySpec.of(io.github.zarrspring.dtype.DataType.INT32)
								.shape(95)
								.chunks(10));
				array.write(TestStore.filled(95, 1));
				store.rolledBack((status) -> {
					array.write(Selection.of(Slice.range(5, 50)), TestStore.filled(45, 2));
					store.transaction(TransactionDefinition.PROPAGATION_NESTED);
					array.write(TestStore.filled(95, 3));
				});
				Assertions.assertThat(store.read("a")).containsOnly(1);
				store.transaction().executeWithoutResult((status) -> {
					array.write(TestStore.filled(95, 4));
					Assertions.assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
						.isThrownBy(() -> lease.handOver("two"))
						.withMessageContaining("A lease cannot change within a transaction that writes with it");
				});
				JpaConcurrencyTests.count(array, 3);
				Assertions.assertThat(Arrays.stream(store.read("a")).distinct().toArray()).containsExactly(7);
			}
		}
	}

}
