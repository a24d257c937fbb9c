package io.github.zarrspring.spring.autoconfigure.metrics;

import java.util.stream.IntStream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.spring.metrics.MeteringDecorator;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.PermissionDeniedDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrMetricsAutoConfiguration}.
 */
class ZarrMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class,
				ZarrMetricsAutoConfiguration.class));

	private final ApplicationContextRunner withRegistry = this.contextRunner.withBean(SimpleMeterRegistry.class);

	@Test
	void whenArrayIsWrittenThenStoreIsMeasured() {
		this.withRegistry.run((context) -> {
			context.getBean(ZarrOperations.class)
				.create("a", ArraySpec.of(DataType.INT32).shape(100).codecs())
				.write(NdArray.of(IntStream.range(1, 101).toArray(), 100));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("zarr.store.written")
				.tags("store", "default", "type", "concurrent-map")
				.counter()
				.count()).isGreaterThan(400);
			assertThat(registry.get("zarr.store.size").gauge().value()).isGreaterThan(400);
			assertThat(registry.get("zarr.store.entries").gauge().value()).isEqualTo(3);
		});
	}

	@Test
	void whenRegistryIsAutoConfiguredThenStoresAreMeasured() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(MeteringDecorator.class));
	}

	@Test
	void whenLeaseIsUsedAfterItsStoreHasGoneThenItsMetersDoNotComeBack() {
		this.withRegistry.run((context) -> {
			BackendRegistry stores = context.getBean(BackendRegistry.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			stores.register("late", new ConcurrentMapBackend());
			ZarrOperations late = context.getBean(ZarrOperations.class).store("late");
			try (Lease lease = late.lease("worker-1")) {
				late.with(lease).createGroup("a");
				stores.unregister("late");
				late.with(lease).createGroup("b");
			}
			assertThat(registry.find("zarr.store.operations").tag("store", "late").meters()).isEmpty();
			assertThat(registry.find("zarr.store.entries").tag("store", "late").meters()).isEmpty();
			assertThat(registry.find("zarr.store.lease.held").tag("store", "late").meters()).isEmpty();
		});
	}

	@Test
	@DisplayName("3.3 Metrics follow what is registered and unregistered at run time")
	void whenStoreIsRegisteredAtRunTimeThenItIsMeasuredUntilItGoes() {
		this.withRegistry.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			registry.register("late", new ConcurrentMapBackend());
			context.getBean(ZarrOperations.class).store("late").createGroup("a");
			assertThat(meters.find("zarr.store.operations").tag("store", "late").timers()).isNotEmpty();
			assertThat(meters.find("zarr.store.size").tag("store", "late").gauge()).isNotNull();
			registry.unregister("late");
			assertThat(meters.find("zarr.store.operations").tag("store", "late").timers()).isEmpty();
			assertThat(meters.find("zarr.store.size").tag("store", "late").gauge()).isNull();
			assertThat(meters.find("zarr.store.size").tag("store", "default").gauge()).isNotNull();
		});
	}

	@Test
	@DisplayName("1.4 Metrics show the lease, and what is refused; a holder's calls are counted with all others")
	void whenStoreIsLeasedThenMetricsShowIt() {
		this.withRegistry
			.withPropertyValues("zarr.stores.lake.type=concurrent-map", "zarr.stores.lake.access=protected")
			.run((context) -> {
				ZarrOperations zarr = context.getBean(ZarrOperations.class);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(gauge(meters, "held")).isZero();
				try (Lease lease = zarr.lease("worker-1")) {
					zarr.with(lease).createGroup("a");
					assertThat(gauge(meters, "held")).isOne();
				}
				assertThat(gauge(meters, "held")).isZero();
				assertThat(gauge(meters, "fencing.number")).isOne();
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
					.isThrownBy(() -> zarr.createGroup("b"));
				assertThat(meters.get("zarr.store.operations")
					.tags("store", "lake", "operation", "compare-and-set", "outcome", "denied")
					.timer()
					.count()).isOne();
				assertThat(meters.get("zarr.store.operations")
					.tags("store", "lake", "operation", "compare-and-set", "outcome", "success")
					.timer()
					.count()).isEqualTo(2);
			});
	}

	private static double gauge(MeterRegistry meters, String name) {
		return meters.get("zarr.store.lease." + name).tags("store", "lake", "type", "concurrent-map").gauge().value();
	}

	@Test
	void whenPublicStoreIsNotLeasedThenThereIsNothingToShow() {
		this.withRegistry.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(ZarrOperations.class);
			assertThat(meters.get("zarr.store.lease.held").gauge().value()).isNaN();
			context.getBean(BackendRegistry.class).register("late", new ConcurrentMapBackend());
			context.getBean(BackendRegistry.class).unregister("late");
			assertThat(meters.find("zarr.store.lease.held").tag("store", "late").gauge()).isNull();
		});
	}

	@Test
	void whenBackendIsTheApplicationsThenItsTemplateIsMeasured() {
		this.withRegistry.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new)
			.run((context) -> {
				context.getBean(ZarrOperations.class).createGroup("a");
				assertThat(context.getBean(MeterRegistry.class)
					.find("zarr.store.operations")
					.tags("store", "mine", "type", "concurrent-map")
					.timers()).isNotEmpty();
			});
	}

	@Test
	void whenThereIsNoRegistryThenNothingIsPutAroundStores() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(MeteringDecorator.class);
			assertThat(context.getBean(StorageBackend.class)).isInstanceOf(ConcurrentMapBackend.class);
		});
	}

	@Test
	void whenThereIsNoMicrometerThenContextStarts() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ZarrOperations.class));
	}

	@Test
	void whenZarrIsDisabledThenNothingIsMeasured() {
		this.withRegistry.withPropertyValues("zarr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MeteringDecorator.class));
	}

}
