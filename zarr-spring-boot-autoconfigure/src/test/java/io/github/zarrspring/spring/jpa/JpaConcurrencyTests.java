package io.github.zarrspring.spring.jpa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Several writers on one database.
 */
class JpaConcurrencyTests {

	private static void together(List<Runnable> work) {
		List<CompletableFuture<Void>> all = work.stream()
			.map((task) -> CompletableFuture.runAsync(task, (run) -> new Thread(run).start()))
			.toList();
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).orTimeout(120, TimeUnit.SECONDS).join();
	}

	private static int[] increment(int[] values) {
		return Arrays.stream(values).map((value) -> value + 1).toArray();
	}

	static void count(ZarrArray array, int times) {
		for (int i = 0; i < times; i++) {
			array.update(Selection.all(), (values) -> {
				int[] changed = increment(values.ints());
				System.arraycopy(changed, 0, values.ints(), 0, changed.length);
				return values;
			});
		}
	}

	@Tag("slow")
	@ParameterizedTest
	@EnumSource
	@DisplayName("2.5 Counters in many chunks that two applications count up together come out exact")
	void whenTwoApplicationsCountThenNothingIsLost(Databases database) {
		String url = database.newUrl();
		try (ConfigurableApplicationContext first = TestApplication.start(url);
				ConfigurableApplicationContext second = TestApplication.start(url)) {
			new TestStore(first).ints("counters", 95);
			List<Runnable> work = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				TestStore store = new TestStore((thread % 2 == 0) ? first : second);
				work.add(() -> count(store.zarr().open("counters"), 25));
			}
			together(work);
			Assertions.assertThat(new TestStore(second).read("counters")).containsOnly(100);
		}
	}

	@Tag("slow")
	@ParameterizedTest
	@EnumSource
	@DisplayName("2.5 Rows that two applications append together are all there, whole and once")
	void whenTwoApplicationsAppendThenNothingIsLost(Databases database) {
		String url = database.newUrl();
		try (ConfigurableApplicationContext first = TestApplication.start(url);
				ConfigurableApplicationContext second = TestApplication.start(url)) {
			new TestStore(first).ints("log", 0);
			List<Runnable> work = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				int number = thread;
				TestStore store = new TestStore((thread % 2 == 0) ? first : second);
				work.add(() -> {
					ZarrArray log = store.zarr().open("log");
					for (int i = 0; i < 20; i++) {
						log.append(TestStore.filled(7, 1 + number * 20 + i));
					}
				});
			}
			together(work);
			int[] log = new TestStore(second).read("log");
			Assertions.assertThat(log).hasSize(4 * 20 * 7);
			Assertions.assertThat(IntStream.range(0, 80).map((row) -> log[row * 7]).sorted().toArray())
				.isEqualTo(IntStream.rangeClosed(1, 80).toArray());
			for (int i = 0; i < log.length; i++) {
				Assertions.assertThat(log[i]).isEqualTo(log[i / 7 * 7]);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Writers of overlapping selections take chunks in one order: none of their transactions fails")
	void whenSelectionsOverlapThenWritersWaitInOrder(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("grid", 1200).write(TestStore.filled(1200, 1));
		together(List.of(() -> repeat(store, 5, 1100), () -> repeat(store, 100, 1195)));
		Assertions.assertThat(store.read("grid")).doesNotContain(0);
	}

	private static void repeat(TestStore store, int start, int stop) {
		for (int i = 0; i < 20; i++) {
			int value = 10 + i;
			store.transaction()
				.executeWithoutResult((status) -> store.zarr()
					.open("grid")
					.write(Selection.of(Slice.range(start, stop)), TestStore.filled(stop - start, value)));
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.6 Two transactions in a deadlock: one commits, one fails and may be retried")
	void whenDeadlockThenFailureIsRetryable(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("left", 10).write(TestStore.filled(10, 1));
		store.ints("right", 10).write(TestStore.filled(10, 1));
		CyclicBarrier barrier = new CyclicBarrier(2);
		List<DataAccessException> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
		together(List.of(() -> crosswise(store, "left", "right", barrier, failures),
				() -> crosswise(store, "right", "left", barrier, failures)));
		Assertions.assertThat(failures).hasSize(1);
		Assertions.assertThat(failures.get(0)).isInstanceOf(OptimisticLockingFailureException.class);
		Assertions.assertThat(store.read("left")).isEqualTo(store.read("right"));
	}

	private static void crosswise(TestStore store, String first, String second, CyclicBarrier barrier,
			List<DataAccessException> failures) {
		try {
			store.transaction().executeWithoutResult((status) -> {
				int value = first.length();
				store.zarr().open(first).write(Selection.of(Slice.range(0, 10)), TestStore.filled(10, value));
				await(barrier);
				store.zarr().open(second).write(Selection.of(Slice.range(0, 10)), TestStore.filled(10, value));
			});
		}
		catch (DataAccessException ex) {
			failures.add(ex);
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.6 A chunk changed since a serializable transaction began: it fails and may be retried")
	void whenSerializationFailsThenFailureIsRetryable(Databases database) {
		TestStore store = Applications.on(database);
		ZarrArray counters = store.ints("counters", 10);
		count(counters, 1);
		TransactionTemplate serializable = store.transaction();
		serializable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		Assertions.assertThatExceptionOfType(TransientDataAccessException.class)
			.isThrownBy(() -> serializable.executeWithoutResult((status) -> {
				store.read("counters");
				TestStore.elsewhere(() -> {
					count(store.zarr().open("counters"), 1);
					return true;
				});
				count(counters, 1);
			}));
		Assertions.assertThat(store.read("counters")).containsOnly(2);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.6 A chunk that two transactions bring into being: the second fails and may be retried")
	void whenChunkComesIntoBeingThenConflictIsThrown(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("grid", 10);
		CyclicBarrier barrier = new CyclicBarrier(2);
		List<DataAccessException> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
		List<Runnable> work = new ArrayList<>();
		for (int thread = 0; thread < 2; thread++) {
			int cell = thread;
			work.add(() -> {
				try {
					store.transaction().executeWithoutResult((status) -> {
						store.read("grid");
						await(barrier);
						store.zarr()
							.open("grid")
							.write(Selection.of(Slice.range(cell, cell + 1)), TestStore.filled(1, 1));
						pause();
					});
				}
				catch (DataAccessException ex) {
					failures.add(ex);
				}
			});
		}
		together(work);
		Assertions.assertThat(failures.size() + Arrays.stream(store.read("grid")).sum()).isEqualTo(2);
		Assertions.assertThat(failures).allMatch(OptimisticLockingFailureException.class::isInstance);
	}

	private static void pause() {
		try {
			Thread.sleep(200);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("2.5 Conflicts without a transaction are retried: cells of a chunk that is not there yet are all kept")
	void whenConflictsInOwnTransactionsThenAllAreKept(Databases database) {
		TestStore store = Applications.on(database);
		for (int round = 0; round < 10; round++) {
			String path = "round" + round;
			store.ints(path, 40);
			List<Runnable> work = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				int cell = thread;
				work.add(() -> store.zarr()
					.open(path)
					.write(Selection.of(Slice.range(cell, 37 + cell)), TestStore.filled(37, 1)));
			}
			together(work);
			Assertions.assertThat(store.read(path)).containsOnly(1);
		}
	}

}
