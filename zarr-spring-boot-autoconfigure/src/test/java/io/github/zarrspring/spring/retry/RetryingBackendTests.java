package io.github.zarrspring.spring.retry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoreTransaction;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RetryingBackend}.
 */
class RetryingBackendTests {

	private static final StoreDescription STORE = new StoreDescription("lake", "test", null);

	private static final StoreKey KEY = StoreKey.of("a");

	/**
	 * What is repeated; the rest of the methods is not, for the reasons that the class
	 * gives.
	 */
	private static final Set<String> REPEATED = Set.of("read", "borrow", "open", "readAll", "write", "writeAll",
			"delete", "deleteAll", "list", "exists", "info");

	private static final Set<String> NOT_REPEATED = Set.of("capabilities", "canList", "history", "compareAndSet",
			"compareAndDelete", "compareAndSetAll", "lockAll", "locked", "locksNodes", "listsEverything", "location",
			"atomically", "consistently", "transaction", "close");

	private final List<String> events = new ArrayList<>();

	private RetrySettings settings = settings(3, Duration.ofMillis(1), Duration.ofSeconds(10));

	private static RetrySettings settings(int attempts, Duration delay, Duration deadline) {
		return new RetrySettings(attempts, delay, 2, Duration.ZERO, Duration.ofSeconds(5), deadline);
	}

	private StorageBackend retrying(StorageBackend backend) {
		return new RetryingBackend(STORE, backend, this.settings, new RetryEvents() {

			@Override
			public void repeated(StoreDescription store, String operation) {
				RetryingBackendTests.this.events.add("repeated " + operation);
			}

			@Override
			public void gaveUp(StoreDescription store, String operation) {
				RetryingBackendTests.this.events.add("gave up " + operation);
			}

		});
	}

	private static StoreUnavailableException unavailable() {
		return new StoreUnavailableException("away");
	}

	/**
	 * A backend whose first reads fail.
	 */
	private static StorageBackend failing(int times, AtomicInteger calls, Supplier<RuntimeException> failure) {
		return new DelegatingBackend(new ConcurrentMapBackend()) {

			@Override
			public Optional<StoredValue> read(StoreKey key) {
				if (calls.incrementAndGet() <= times) {
					throw failure.get();
				}
				return super.read(key);
			}

		};
	}

	@Test
	@DisplayName("3.8 Calls that a store did not answer are repeated, others are not")
	void whenStoreDoesNotAnswerThenCallIsRepeatedUpToTheLimit() {
		AtomicInteger calls = new AtomicInteger();
		assertThat(retrying(failing(2, calls, RetryingBackendTests::unavailable)).read(KEY)).isEmpty();
		assertThat(calls).hasValue(3);
		assertThat(this.events).containsExactly("repeated read", "repeated read");
		this.events.clear();
		calls.set(0);
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> retrying(failing(9, calls, RetryingBackendTests::unavailable)).read(KEY))
			.withMessage("away");
		assertThat(calls).hasValue(3);
		assertThat(this.events).containsExactly("repeated read", "repeated read", "gave up read");
		this.events.clear();
		calls.set(0);
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> retrying(failing(9, calls, () -> new StoreFailureException("broken"))).read(KEY));
		assertThat(calls).hasValue(1);
		assertThat(this.events).isEmpty();
	}

	@Test
	void whenStoreFailsForGoodAfterRepeatingThenThatIsThrown() {
		AtomicInteger calls = new AtomicInteger();
		StorageBackend backend = failing(9, calls,
				() -> (calls.get() == 1) ? unavailable() : new StoreFailureException("broken"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> retrying(backend).read(KEY))
			.withMessage("broken");
		assertThat(calls).hasValue(2);
	}

	@Test
	void whenMethodIsRepeatableThenItIsRepeatedAndNoOther() throws Exception {
		for (Method method : StorageBackend.class.getMethods()) {
			if (method.isDefault() || !java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
				AtomicInteger calls = new AtomicInteger();
				StorageBackend broken = BDDMockito.mock(StorageBackend.class, (invocation) -> {
					if (invocation.getMethod().getName().equals("transaction")
							&& !method.getName().equals("transaction")) {
						return null;
					}
					if (invocation.getMethod().getName().equals("capabilities")
							&& !method.getName().equals("capabilities")) {
						return Capabilities.MINIMAL.withRoundTrip(RoundTrip.LOCAL);
					}
					calls.incrementAndGet();
					throw unavailable();
				});
				assertThat(call(method, retrying(broken))).as(method.toString())
					.isInstanceOf(StoreUnavailableException.class);
				assertThat(REPEATED.contains(method.getName()) != NOT_REPEATED.contains(method.getName()))
					.as("it is decided whether to repeat " + method)
					.isTrue();
				assertThat(calls).as(method.toString()).hasValue(REPEATED.contains(method.getName()) ? 3 : 1);
			}
		}
	}

	private static @Nullable Throwable call(Method method, StorageBackend backend) throws IllegalAccessException {
		@Nullable Object[] arguments = Arrays.stream(method.getParameterTypes()).map(RetryingBackendTests::argument).toArray();
		try {
			method.invoke(backend, arguments);
			return null;
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
	}

	private static @Nullable Object argument(Class<?> type) {
		Map<Class<?>, Object> arguments = Map.of(StoreKey.class, KEY, ByteRange.class, ByteRange.ALL, Collection.class,
				List.of(KEY), Map.class, Map.of(), ByteBuffer.class, ByteBuffer.allocate(1), Version.class,
				Version.ABSENT, String.class, "", int.class, 1, Function.class, Function.identity());
		return arguments.get(type);
	}

	@Test
	@DisplayName("3.8 A conditional write whose answer is lost is finished, not done again")
	void whenConditionalWriteIsUnfinishedThenItIsFinished() {
		AtomicInteger sets = new AtomicInteger();
		AtomicInteger finishes = new AtomicInteger();
		StorageBackend backend = new DelegatingBackend(new ConcurrentMapBackend()) {

			@Override
			public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
				sets.incrementAndGet();
				throw unfinished();
			}

			private UnfinishedWriteException unfinished() {
				return new UnfinishedWriteException("lost", null, null, () -> {
					if (finishes.incrementAndGet() == 1) {
						throw unfinished();
					}
					return true;
				});
			}

		};
		assertThat(retrying(backend).compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1))).isTrue();
		assertThat(sets).hasValue(1);
		assertThat(finishes).hasValue(2);
		assertThat(this.events).containsExactly("repeated compare-and-set", "repeated compare-and-set");
	}

	@Test
	@DisplayName("3.8 Nothing is repeated within a transaction")
	void whenInTransactionThenNothingIsRepeated() {
		AtomicInteger calls = new AtomicInteger();
		StorageBackend backend = new DelegatingBackend(failing(9, calls, RetryingBackendTests::unavailable)) {

			@Override
			public StoreTransaction transaction() {
				return BDDMockito.mock(StoreTransaction.class);
			}

		};
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> retrying(backend).read(KEY));
		assertThat(calls).hasValue(1);
		assertThat(this.events).isEmpty();
	}

	@Test
	void whenCallersFunctionHasSeenTheValueThenItIsNotCalledAgain() {
		StorageBackend backend = retrying(new ConcurrentMapBackend());
		backend.write(KEY, ByteBuffer.allocate(1));
		AtomicInteger seen = new AtomicInteger();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> backend.borrow(KEY, ByteRange.ALL, (value) -> {
				seen.incrementAndGet();
				throw unavailable();
			}));
		assertThat(seen).hasValue(1);
	}

	@Test
	@DisplayName("3.8 A store that says when to come back is not called before")
	void whenStoreSaysWhenToComeBackThenItIsLeftAloneUntilThen() {
		AtomicInteger calls = new AtomicInteger();
		long start = System.nanoTime();
		retrying(failing(1, calls, () -> new StoreUnavailableException("busy", null, Duration.ofMillis(300))))
			.read(KEY);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		assertThat(calls).hasValue(2);
	}

	@Test
	@DisplayName("3.8 Nothing is repeated after the deadline, nor waited for until then in vain")
	void whenStoreAsksForMoreThanTheDeadlineThenCallFailsAtOnce() {
		AtomicInteger calls = new AtomicInteger();
		StorageBackend backend = retrying(
				failing(9, calls, () -> new StoreUnavailableException("busy", null, Duration.ofHours(1))));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend.read(KEY))
			.withMessage("busy");
		assertThat(calls).hasValue(1);
		assertThat(this.events).containsExactly("gave up read");
	}

	@Test
	void whenThereIsNoDeadlineThenAttemptsAreTheBound() {
		this.settings = settings(5, Duration.ZERO, Duration.ZERO);
		AtomicInteger calls = new AtomicInteger();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> retrying(failing(9, calls, RetryingBackendTests::unavailable)).read(KEY));
		assertThat(calls).hasValue(5);
	}

	@Test
	@DisplayName("3.8 An interrupted thread does not go on repeating")
	void whenThreadIsInterruptedThenItFailsAndStaysInterrupted() {
		this.settings = settings(3, Duration.ofHours(1), Duration.ZERO);
		AtomicInteger calls = new AtomicInteger();
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> retrying(failing(9, calls, RetryingBackendTests::unavailable)).read(KEY));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(calls).hasValue(1);
	}

	@Test
	void whenThreadIsInterruptedInThePauseThenItFailsAndStaysInterrupted() throws Exception {
		this.settings = new RetrySettings(3, Duration.ofHours(1), 2, Duration.ZERO, Duration.ofHours(1), Duration.ZERO);
		AtomicInteger calls = new AtomicInteger();
		List<Object> end = new ArrayList<>();
		Thread thread = new Thread(() -> {
			try {
				retrying(failing(9, calls, RetryingBackendTests::unavailable)).read(KEY);
			}
			catch (RuntimeException ex) {
				end.add(ex);
				end.add(Thread.currentThread().isInterrupted());
			}
		});
		thread.start();
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		thread.interrupt();
		thread.join();
		assertThat(end).hasSize(2);
		assertThat(end.get(0)).isInstanceOf(StoreUnavailableException.class);
		assertThat(end.get(1)).isEqualTo(true);
		assertThat(calls).hasValue(1);
	}

}
