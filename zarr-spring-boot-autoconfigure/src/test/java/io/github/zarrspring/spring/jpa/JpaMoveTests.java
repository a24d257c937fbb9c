package io.github.zarrspring.spring.jpa;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.Interceptor;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.ZarrExceptionTranslator;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Moving a node is a call of several calls, each of which makes Spring's exceptions of
 * what it fails with.
 */
class JpaMoveTests {

	private static final Interceptor TRANSLATING = new Interceptor() {

		@Override
		public <T> T around(Operation operation, NodePath path, Supplier<T> call) {
			try {
				return call.get();
			}
			catch (ZarrException ex) {
				throw ZarrExceptionTranslator.translate(ex);
			}
		}

	};

	@ParameterizedTest
	@EnumSource
	void whenMoveMeetsConflictThenItIsRepeatedAsAWhole(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("a", 20).write(TestStore.filled(20, 1));
		try (ZarrEngine engine = ZarrEngine.create()) {
			ConflictingBackend backend = new ConflictingBackend(store.backend(), 3);
			Hierarchy hierarchy = engine.hierarchy("ledger", backend, TRANSLATING);
			hierarchy.move("a", "b");
			Assertions.assertThat(backend.conflicts).hasValue(0);
			Assertions.assertThat(store.zarr().exists("a")).isFalse();
			Assertions.assertThat(store.read("b")).hasSize(20).containsOnly(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenMoveMeetsConflictInTransactionOfApplicationThenItIsThrown(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("a", 20).write(TestStore.filled(20, 1));
		try (ZarrEngine engine = ZarrEngine.create()) {
			Hierarchy hierarchy = engine.hierarchy("ledger", new ConflictingBackend(store.backend(), 1), TRANSLATING);
			Assertions.assertThatExceptionOfType(OptimisticLockingFailureException.class)
				.isThrownBy(() -> store.transaction().executeWithoutResult((status) -> hierarchy.move("a", "b")));
			Assertions.assertThat(store.read("a")).containsOnly(1);
			Assertions.assertThat(store.zarr().exists("b")).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenMoveMeetsConflictsForTooLongThenItFailsAsConflict(Databases database) {
		TestStore store = Applications.on(database);
		store.ints("a", 20).write(TestStore.filled(20, 1));
		try (ZarrEngine engine = ZarrEngine.builder().conflictTimeout(Duration.ofMillis(50)).build()) {
			Hierarchy hierarchy = engine.hierarchy("ledger", new ConflictingBackend(store.backend(), Integer.MAX_VALUE),
					TRANSLATING);
			Assertions.assertThatExceptionOfType(OptimisticLockingFailureException.class)
				.isThrownBy(() -> hierarchy.move("a", "b"));
			Assertions.assertThat(store.read("a")).containsOnly(1);
			Assertions.assertThat(store.zarr().exists("b")).isFalse();
		}
	}

	/**
	 * Meets others when it deletes, some times.
	 */
	private static final class ConflictingBackend extends DelegatingBackend {

		private final AtomicInteger conflicts;

		ConflictingBackend(StorageBackend delegate, int conflicts) {
			super(delegate);
			this.conflicts = new AtomicInteger(conflicts);
		}

		@Override
		public void deleteAll(String prefix) {
			super.deleteAll(prefix);
			if (this.conflicts.get() > 0) {
				this.conflicts.decrementAndGet();
				throw new WriteConflictException("Deadlock");
			}
		}

	}

}
