package io.github.zarrspring.spring.autoconfigure.retry;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.metrics.ZarrMetricsAutoConfiguration;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrRetryAutoConfiguration}.
 */
class ZarrRetryAutoConfigurationTests {

	private final AtomicInteger calls = new AtomicInteger();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrRetryAutoConfiguration.class,
				ZarrMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withBean(StorageBackendFactory.class, AwayFactory::new)
		.withPropertyValues("zarr.stores.lake.type=away", "zarr.defaults.retry.delay=1ms");

	private int reads(StorageBackend backend) {
		this.calls.set(0);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> backend.read(StoreKey.of("a")));
		return this.calls.get();
	}

	@Test
	@DisplayName("3.8 Calls to every store are repeated as zarr.stores.x.retry and zarr.defaults.retry say")
	void whenStoreSaysHowThenItsCallsAreRepeatedLikeThat() {
		this.contextRunner
			.withPropertyValues("zarr.stores.often.type=away", "zarr.stores.often.retry.max-attempts=7",
					"zarr.stores.never.type=away", "zarr.stores.never.retry.enabled=false")
			.run((context) -> {
				BackendRegistry registry = context.getBean(BackendRegistry.class);
				assertThat(reads(registry.get("lake"))).isEqualTo(3);
				assertThat(reads(registry.get("often"))).isEqualTo(7);
				assertThat(reads(registry.get("never"))).isEqualTo(1);
				registry.register("mine", new AwayBackend());
				assertThat(reads(registry.get("mine"))).isEqualTo(3);
			});
	}

	@Test
	@DisplayName("3.8 Attempts and calls that fail in the end are counted; the metrics of calls count a call once")
	void whenCallsAreRepeatedThenMetersSayHowOften() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			assertThat(reads(registry.get("lake"))).isEqualTo(3);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("zarr.store.retries")
				.tags("store", "lake", "type", "away", "operation", "read")
				.counter()
				.count()).isEqualTo(2);
			assertThat(meters.get("zarr.store.retries.exhausted")
				.tags("store", "lake", "type", "away", "operation", "read")
				.counter()
				.count()).isEqualTo(1);
			assertThat(meters.get("zarr.store.operations")
				.tags("store", "lake", "operation", "read", "outcome", "unavailable")
				.timer()
				.count()).isEqualTo(1);
			registry.unregister("lake");
			assertThat(meters.find("zarr.store.retries").counter()).isNull();
		});
	}

	@Test
	void whenDecoratorsAreOrderedThenRetryIsInnermostAndMetricsOutermost() {
		this.contextRunner
			.run((context) -> assertThat(context.getBeanProvider(StorageBackendDecorator.class).orderedStream())
				.extracting((decorator) -> decorator.getClass().getSimpleName())
				.containsExactly("MeteringDecorator", "AccessDecorator", "RetryDecorator"));
	}

	@Test
	void whenSettingIsWrongThenFailureNamesIt() {
		this.contextRunner.withPropertyValues("zarr.stores.lake.retry.max-attempts=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StoreConfigurationException.class)
				.hasMessageContaining("zarr.stores.lake.retry.max-attempts")
				.hasMessageContaining("at least 1"));
		this.contextRunner.withPropertyValues("zarr.stores.lake.retry.delay=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("zarr.stores.lake.retry.delay"));
	}

	@Test
	void whenSettingIsMisspeltThenApplicationDoesNotStart() {
		this.contextRunner.withPropertyValues("zarr.stores.lake.retry.max-attempt=2")
			.run((context) -> assertThat(context).hasFailed());
	}

	private final class AwayFactory implements StorageBackendFactory {

		@Override
		public String type() {
			return "away";
		}

		@Override
		public StorageBackend create(StoreContext context) {
			return new AwayBackend();
		}

	}

	private final class AwayBackend extends DelegatingBackend {

		AwayBackend() {
			super(new ConcurrentMapBackend());
		}

		@Override
		public Optional<StoredValue> read(StoreKey key) {
			ZarrRetryAutoConfigurationTests.this.calls.incrementAndGet();
			throw new StoreUnavailableException("away");
		}

	}

}
