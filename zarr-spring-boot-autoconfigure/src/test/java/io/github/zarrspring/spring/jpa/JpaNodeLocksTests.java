package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Locks of nodes, between transactions on one database.
 */
class JpaNodeLocksTests {

	private static final NodePath NODE = NodePath.of("group/node");

	private static final StoreKey V2 = StoreKey.metadata(NODE, ".zarray");

	private static final StoreKey V3 = StoreKey.metadata(NODE, "zarr.json");

	private static final StoreKey OTHER = StoreKey.metadata(NodePath.of("other"), "zarr.json");

	/**
	 * How long one that has to wait is seen to wait.
	 */
	private static final long WAIT_MILLIS = 300;

	private static SortedMap<NodePath, NodeLock> only(NodeLock lock) {
		return new TreeMap<>(Map.of(NODE, lock));
	}

	private static <T> CompletableFuture<T> start(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start()).orTimeout(60, TimeUnit.SECONDS);
	}

	private static boolean waits(CompletableFuture<?> other) {
		try {
			other.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
			return false;
		}
		catch (TimeoutException ex) {
			return true;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static boolean goTogether(TestStore store, NodeLock first, NodeLock second) {
		boolean[] together = new boolean[1];
		CompletableFuture<?> other = store.transaction().execute((status) -> store.backend().locked(only(first), () -> {
			CompletableFuture<?> started = start(() -> store.backend().locked(only(second), () -> second));
			together[0] = !waits(started);
			return started;
		}));
		Assertions.assertThat(other.join()).isEqualTo(second);
		return together[0];
	}

	@Tag("slow")
	@Test
	void whenLocksDoNotGoTogetherThenSecondWaitsForEndOfTransaction() {
		TestStore store = Applications.on(Databases.POSTGRESQL);
		for (StoreKey document : List.of(V3, V2, StoreKey.metadata(NODE, ".zgroup"))) {
			store.backend().deleteAll("");
			store.backend().write(document, bytes("{}"));
			for (NodeLock first : NodeLock.values()) {
				for (NodeLock second : NodeLock.values()) {
					Assertions.assertThat(goTogether(store, first, second))
						.as("%s and %s of %s", first, second, document)
						.isEqualTo(first.goesWith(second));
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenNodeIsLockedAgainstChangesThenChangesOfOthersWait(Databases database) {
		TestStore store = Applications.on(database);
		store.backend().write(V3, bytes("{}"));
		Assertions.assertThat(goTogether(store, NodeLock.SHARED, NodeLock.SHARED)).isTrue();
		Assertions.assertThat(goTogether(store, NodeLock.EXCLUSIVE, NodeLock.EXCLUSIVE)).isFalse();
		Assertions.assertThat(goTogether(store, NodeLock.GROWING, NodeLock.GROWING)).isFalse();
		Assertions.assertThat(goTogether(store, NodeLock.GROWING, NodeLock.EXCLUSIVE)).isFalse();
	}

	@Test
	void whenCellsAreWrittenThenMetadataCanBeReplacedButNotDeleted() {
		TestStore store = Applications.on(Databases.POSTGRESQL);
		store.backend().write(V3, bytes("1"));
		CompletableFuture<Boolean> deleted = store.transaction()
			.execute((status) -> store.backend().locked(only(NodeLock.SHARED), () -> {
				TestStore.elsewhere(() -> store.backend().locked(only(NodeLock.GROWING), () -> {
					store.backend().lockAll(List.of(V2, V3));
					store.backend().write(V3, bytes("2"));
					return true;
				}));
				CompletableFuture<Boolean> delete = start(() -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
					store.backend().deleteAll("group/");
					return true;
				}));
				Assertions.assertThat(waits(delete)).isTrue();
				return delete;
			}));
		Assertions.assertThat(deleted.join()).isTrue();
		Assertions.assertThat(store.backend().exists(V3)).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whenTwoCreateNodeInTwoFormatsThenSecondWaitsAndFindsFirst(Databases database) {
		TestStore store = Applications.on(database);
		CompletableFuture<Boolean> second = store.transaction()
			.execute((status) -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
				CompletableFuture<Boolean> other = start(() -> untilNoConflict(() -> store.backend()
					.locked(only(NodeLock.EXCLUSIVE),
							() -> store.backend().compareAndSet(V2, Version.ABSENT, bytes("second"))
									&& !store.backend().exists(V3))));
				Assertions.assertThat(waits(other)).isTrue();
				store.backend().write(V3, bytes("first"));
				return other;
			}));
		Assertions.assertThat(second.join()).isFalse();
		Assertions.assertThat(store.backend().list("", null, 10)).containsExactly(V2, V3);
	}

	private static <T> T untilNoConflict(Supplier<T> work) {
		for (int attempt = 0; attempt < 20; attempt++) {
			try {
				return work.get();
			}
			catch (WriteConflictException ex) {
				// What an application does.
			}
		}
		return work.get();
	}

	@Test
	void whenNodeIsMadeAnewByHolderThenWaitingWriterLocksTheNewOne() {
		TestStore store = Applications.on(Databases.POSTGRESQL);
		store.backend().write(V3, bytes("old"));
		CompletableFuture<Boolean> writer = store.transaction()
			.execute((status) -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
				store.backend().delete(V3);
				store.backend().write(V2, bytes("new"));
				CompletableFuture<Boolean> other = start(() -> store.backend()
					.locked(only(NodeLock.SHARED),
							() -> waits(start(() -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> true)))));
				Assertions.assertThat(waits(other)).isTrue();
				return other;
			}));
		Assertions.assertThat(writer.join()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void whenNodeIsMissingThenNothingOfItsLockIsEverSeen(Databases database) {
		TestStore store = Applications.on(database);
		store.transaction().executeWithoutResult((status) -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
			Assertions.assertThat(store.backend().info().entries()).isZero();
			return store.backend()
				.locked(only(NodeLock.EXCLUSIVE),
						() -> store.backend()
							.locked(only(NodeLock.SHARED),
									() -> store.backend().compareAndSet(V3, Version.ABSENT, bytes("{}"))));
		}));
		Assertions.assertThat(store.backend().list("", null, 10)).containsExactly(V3);
		Assertions.assertThat(store.jdbc().queryForObject("select count(*) from zarr_entry", Long.class)).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void whenLockedOutsideTransactionThenWorkIsOneTransaction(Databases database) {
		TestStore store = Applications.on(database);
		Assertions.assertThatIllegalStateException()
			.isThrownBy(() -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
				store.backend().write(V3, bytes("{}"));
				throw new IllegalStateException("half-way");
			}));
		Assertions.assertThat(store.backend().info().entries()).isZero();
		store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
			store.backend().write(V3, bytes("{}"));
			return true;
		});
		Assertions.assertThat(store.backend().exists(V3)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void whenTransactionIsReadOnlyThenLocksAreRefused(Databases database) {
		TestStore store = Applications.on(database);
		TransactionTemplate readOnly = store.transaction();
		readOnly.setReadOnly(true);
		Assertions.assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(
					() -> readOnly.execute((status) -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> status)))
			.withMessageContaining("read-only");
	}

	@Test
	void whenTwoLockCrosswiseThenOneMeetsConflict() {
		TestStore store = Applications.on(Databases.POSTGRESQL);
		store.backend().write(V3, bytes("{}"));
		store.backend().write(OTHER, bytes("{}"));
		SortedMap<NodePath, NodeLock> other = new TreeMap<>(Map.of(NodePath.of("other"), NodeLock.EXCLUSIVE));
		CyclicBarrier barrier = new CyclicBarrier(2);
		CompletableFuture<Boolean> first = start(() -> crosswise(store, only(NodeLock.EXCLUSIVE), other, barrier));
		CompletableFuture<Boolean> second = start(() -> crosswise(store, other, only(NodeLock.EXCLUSIVE), barrier));
		Assertions.assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder(true, false);
	}

	private static boolean crosswise(TestStore store, SortedMap<NodePath, NodeLock> first,
			SortedMap<NodePath, NodeLock> second, CyclicBarrier barrier) {
		try {
			return store.backend().locked(first, () -> {
				try {
					barrier.await(30, TimeUnit.SECONDS);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				return store.backend().locked(second, () -> true);
			});
		}
		catch (WriteConflictException ex) {
			return false;
		}
	}

	@Test
	void whenStricterIsolationThenNodeThatOthersMadeIsConflict() {
		TestStore store = Applications.on(Databases.POSTGRESQL);
		TransactionTemplate repeatable = store.transaction();
		repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		Assertions.assertThatExceptionOfType(WriteConflictException.class)
			.isThrownBy(() -> repeatable.executeWithoutResult((status) -> {
				Assertions.assertThat(store.backend().exists(V3)).isFalse();
				TestStore.elsewhere(() -> store.backend().locked(only(NodeLock.EXCLUSIVE), () -> {
					store.backend().write(V3, bytes("{}"));
					return true;
				}));
				store.backend().locked(only(NodeLock.EXCLUSIVE), () -> true);
			}));
	}

	@Test
	void whenNodesAreSharedThenOneStatementOnceInTransaction() {
		try (ConfigurableApplicationContext application = TestApplication
			.start(List.of(TestApplication.class, JpaStatementsTests.Counting.class), Databases.POSTGRESQL.newUrl())) {
			TestStore store = new TestStore(application);
			CountingDataSource statements = (CountingDataSource) application.getBean(DataSource.class);
			store.zarr().create("group/node", ArraySpec.of(DataType.INT32).shape(10).chunks(10));
			SortedMap<NodePath, NodeLock> shared = new TreeMap<>();
			NODE.ancestors().forEach((group) -> shared.put(group, NodeLock.SHARED));
			shared.put(NODE, NodeLock.SHARED);
			statements.take();
			store.transaction().executeWithoutResult((status) -> {
				store.backend().locked(shared, () -> true);
				store.backend().locked(only(NodeLock.SHARED), () -> true);
			});
			Assertions.assertThat(statements.take()).containsExactly("lock");
			SortedMap<NodePath, NodeLock> growing = new TreeMap<>(shared);
			growing.put(NODE, NodeLock.GROWING);
			store.backend().locked(growing, () -> true);
			Assertions.assertThat(statements.take()).containsExactly("lock", "lock");
			SortedMap<NodePath, NodeLock> missing = new TreeMap<>(shared);
			missing.remove(NODE);
			missing.put(NodePath.of("group/other"), NodeLock.EXCLUSIVE);
			store.backend().locked(missing, () -> true);
			Assertions.assertThat(statements.take()).containsExactly("lock", "lock", "insert", "delete");
		}
	}

}
