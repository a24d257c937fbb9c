package io.github.zarrspring.spring.metrics;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MeteredBackend}, by way of its decorator.
 */
class MeteredBackendTests {

	private static final StoreDescription STORE = new StoreDescription("lake", "test", null);

	private static final StoreKey KEY = StoreKey.of("a");

	private static final StoreKey MISSING = StoreKey.of("missing");

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final MeteringDecorator decorator = new MeteringDecorator(this.registry,
			(store) -> new StoreAccess(store, AccessLevel.PUBLIC, new ConcurrentMapBackend()));

	private final SlowBackend slow = new SlowBackend();

	private final StorageBackend backend = this.decorator.decorate(STORE, this.slow);

	@Test
	void whenValuesAreWrittenAndReadThenBytesAreCounted() {
		this.backend.write(KEY, ByteBuffer.allocate(100));
		this.backend
			.writeAll(Map.of(StoreKey.of("b"), ByteBuffer.allocate(10), StoreKey.of("c"), ByteBuffer.allocate(5)));
		this.backend.compareAndSet(StoreKey.of("d"), Version.ABSENT, ByteBuffer.allocate(1));
		this.backend.compareAndSet(StoreKey.of("d"), Version.ABSENT, ByteBuffer.allocate(1000));
		assertThat(bytes("zarr.store.written")).isEqualTo(116);
		this.backend.read(KEY);
		this.backend.read(KEY, ByteRange.of(10, 20));
		this.backend.borrow(KEY, ByteRange.of(0, 3), StoredValue::size);
		this.backend.readAll(List.of(KEY, MISSING, StoreKey.of("b")));
		assertThat(bytes("zarr.store.read")).isEqualTo(100 + 20 + 3 + 110);
	}

	@Test
	void whenCallsEndDifferentlyThenOutcomesTellThemApart() {
		this.backend.write(KEY, ByteBuffer.allocate(1));
		Version version = this.backend.read(KEY).orElseThrow().version();
		this.backend.read(MISSING);
		this.backend.read(MISSING, ByteRange.ALL);
		this.backend.borrow(MISSING, ByteRange.ALL, StoredValue::size);
		this.backend.exists(KEY);
		this.backend.exists(MISSING);
		this.backend.compareAndSet(KEY, Version.ABSENT, ByteBuffer.allocate(1));
		this.backend.compareAndDelete(KEY, Version.ABSENT);
		this.backend.compareAndDelete(KEY, version);
		this.backend.delete(KEY);
		this.backend.deleteAll("");
		this.backend.list("", null, 1);
		this.backend.info();
		assertThat(count("write", "success")).isEqualTo(1);
		assertThat(count("read", "success")).isEqualTo(1);
		assertThat(count("read", "missing")).isEqualTo(3);
		assertThat(count("exists", "success")).isEqualTo(1);
		assertThat(count("exists", "missing")).isEqualTo(1);
		assertThat(count("compare-and-set", "conflict")).isEqualTo(1);
		assertThat(count("compare-and-delete", "conflict")).isEqualTo(1);
		assertThat(count("compare-and-delete", "success")).isEqualTo(1);
		assertThat(count("delete", "success")).isEqualTo(1);
		assertThat(count("delete-all", "success")).isEqualTo(1);
		assertThat(count("list", "success")).isEqualTo(1);
		assertThat(count("info", "success")).isEqualTo(1);
	}

	@Test
	void whenStoreFailsThenOutcomeSaysHow() {
		assertFailure(new StoreUnavailableException("no"), "unavailable");
		assertFailure(new StoreAccessDeniedException("no"), "denied");
		assertFailure(new WriteConflictException("no"), "conflict");
		assertFailure(new StoreFailureException("no"), "error");
	}

	private void assertFailure(ZarrException failure, String outcome) {
		this.slow.failure = failure;
		assertThatExceptionOfType(failure.getClass()).isThrownBy(() -> this.backend.read(KEY)).isSameAs(failure);
		assertThat(count("read", outcome)).isEqualTo(1);
	}

	@Test
	void whenStoreIsSlowThenItsTimeIsMeasured() {
		this.backend.read(MISSING);
		assertThat(time("read", "missing")).isEqualTo(SlowBackend.TIME);
	}

	@Test
	void whenBorrowerIsSlowThenItsTimeIsNotTheStores() {
		this.backend.write(KEY, ByteBuffer.allocate(1));
		Optional<String> result = this.backend.borrow(KEY, ByteRange.ALL, (value) -> {
			this.clock.add(Duration.ofHours(1));
			return "result";
		});
		assertThat(result).contains("result");
		assertThat(time("read", "success")).isEqualTo(SlowBackend.TIME);
	}

	@Test
	void whenPartsOfOpenValueAreReadThenEachIsCounted() {
		this.backend.write(KEY, ByteBuffer.allocate(100));
		Optional<Integer> size = this.backend.open(KEY, ByteRange.suffix(10), (value) -> {
			value.read(ByteRange.of(0, 5));
			value.readAll(List.of(ByteRange.of(0, 2), ByteRange.of(4, 2)));
			return value.first().size() + value.borrow(ByteRange.of(10, 20), StoredValue::size);
		});
		assertThat(size).contains(30);
		assertThat(bytes("zarr.store.read")).isEqualTo(10 + 5 + 4 + 20);
		assertThat(count("read", "success")).isEqualTo(3);
		assertThat(count("read-all", "success")).isEqualTo(1);
		assertThat(this.backend.open(MISSING, ByteRange.ALL, OpenValue::first)).isEmpty();
		assertThat(count("read", "missing")).isEqualTo(1);
	}

	@Test
	void whenReaderOfOpenValueFailsThenStoreHasNot() {
		this.backend.write(KEY, ByteBuffer.allocate(1));
		assertThatIllegalStateException().isThrownBy(() -> this.backend.open(KEY, ByteRange.ALL, (value) -> {
			throw new IllegalStateException("the reader's");
		})).withMessage("the reader's");
		assertThat(this.registry.find("zarr.store.operations").tag("outcome", "error").timer()).isNull();
	}

	@Test
	void whenBorrowerFailsThenStoreHasNot() {
		this.backend.write(KEY, ByteBuffer.allocate(1));
		assertThatIllegalStateException().isThrownBy(() -> this.backend.borrow(KEY, ByteRange.ALL, (value) -> {
			this.clock.add(Duration.ofHours(1));
			throw new IllegalStateException("the borrower's");
		})).withMessage("the borrower's");
		assertThat(time("read", "success")).isEqualTo(SlowBackend.TIME);
		assertThat(this.registry.find("zarr.store.operations").tag("outcome", "error").timer()).isNull();
	}

	@Test
	void whenWorkIsAtomicThenOnlyBeginAndCommitAreMeasured() {
		this.slow.atomicScope = AtomicScope.STORE;
		assertThat(this.backend.<String>atomically(() -> {
			this.clock.add(Duration.ofHours(1));
			return "result";
		})).isEqualTo("result");
		assertThat(time("atomically", "success")).isEqualTo(SlowBackend.TIME);
	}

	@Test
	void whenEachValueIsAtomicByItselfThenNothingIsMeasured() {
		assertThat(this.backend.<String>atomically(() -> "result")).isEqualTo("result");
		assertThat(this.registry.find("zarr.store.operations").tag("operation", "atomically").timer()).isNull();
	}

	@Test
	void whenStoreIsInMemoryThenGaugesAreExact() {
		this.slow.memory = true;
		assertThat(gauge("zarr.store.entries")).isZero();
		this.backend.write(KEY, ByteBuffer.allocate(100));
		assertThat(gauge("zarr.store.entries")).isEqualTo(1);
		assertThat(gauge("zarr.store.size")).isEqualTo(100);
	}

	@Test
	void whenStoreIsReleasedThenItsMetersAreGone() {
		this.backend.read(KEY);
		StoreDescription other = new StoreDescription("other", "test", null);
		this.decorator.decorate(other, new SlowBackend()).read(KEY);
		this.decorator.release(STORE);
		this.backend.read(KEY);
		this.backend.write(KEY, ByteBuffer.allocate(1));
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getTag("store"))
			.containsOnly("other");
	}

	@Test
	void whenMeasuredThenTagsHaveLowCardinality() {
		this.backend.read(KEY);
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsOnly("zarr.store.operations", "zarr.store.read", "zarr.store.written", "zarr.store.entries",
					"zarr.store.size", "zarr.store.lease.held", "zarr.store.lease.fencing.number");
		assertThat(this.registry.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting((tag) -> tag.getKey() + "=" + tag.getValue())
			.containsOnly("store=lake", "type=test", "operation=read", "outcome=missing");
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getDescription()).isNotEmpty());
	}

	@ParameterizedTest
	@EnumSource(StoreOperation.class)
	void whenOperationIsTaggedThenItIsInLowerCase(StoreOperation operation) {
		assertThat(operation.tag()).matches("[a-z-]+");
	}

	@Test
	void whenBackendHasMethodThenItIsMeasuredOrOnlyForwarded() throws Exception {
		List<String> forwarded = List.of("capabilities", "canList", "listsEverything", "locked", "locksNodes",
				"location", "transaction", "close");
		for (Method method : StorageBackend.class.getMethods()) {
			if (!forwarded.contains(method.getName())) {
				assertThat(MeteredBackend.class.getMethod(method.getName(), method.getParameterTypes())
					.getDeclaringClass()).as(method.getName()).isEqualTo(MeteredBackend.class);
			}
		}
	}

	private Timer timer(String operation, String outcome) {
		return this.registry.get("zarr.store.operations")
			.tags("store", "lake", "type", "test", "operation", operation, "outcome", outcome)
			.timer();
	}

	private long count(String operation, String outcome) {
		return timer(operation, outcome).count();
	}

	private Duration time(String operation, String outcome) {
		return Duration.ofNanos((long) timer(operation, outcome).totalTime(TimeUnit.NANOSECONDS));
	}

	private double bytes(String name) {
		return this.registry.get(name).tags("store", "lake", "type", "test").counter().count();
	}

	private double gauge(String name) {
		return this.registry.get(name).tags("store", "lake", "type", "test").gauge().value();
	}

	/**
	 * Takes its time for the calls that tests measure.
	 */
	private final class SlowBackend extends DelegatingBackend {

		static final Duration TIME = Duration.ofMillis(10);

		private @Nullable ZarrException failure;

		private AtomicScope atomicScope = AtomicScope.VALUE;

		private boolean memory;

		SlowBackend() {
			super(new ConcurrentMapBackend());
		}

		@Override
		public Capabilities capabilities() {
			return super.capabilities().withAtomicScope(this.atomicScope)
				.withRoundTrip(this.memory ? Capabilities.RoundTrip.MEMORY : Capabilities.RoundTrip.REMOTE);
		}

		@Override
		public Optional<StoredValue> read(StoreKey key) {
			pass();
			if (this.failure != null) {
				throw this.failure;
			}
			return super.read(key);
		}

		@Override
		public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
			pass();
			return super.borrow(key, range, borrower);
		}

		@Override
		public <T> T atomically(Supplier<T> work) {
			T result = super.atomically(work);
			pass();
			return result;
		}

		private void pass() {
			MeteredBackendTests.this.clock.add(TIME);
		}

	}

}
