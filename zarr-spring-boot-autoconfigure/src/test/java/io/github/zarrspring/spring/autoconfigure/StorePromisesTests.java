package io.github.zarrspring.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.health.ZarrHealthContributor;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.PermissionDeniedDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is promised of each type of store about rights, leases and histories, in an
 * application with all that is auto-configured.
 */
class StorePromisesTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private final MockClock clock = new MockClock();

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String type, String... properties) {
		return new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
					"spring.jpa.properties.jakarta.persistence.validation.mode=none", "zarr.stores.lake.type=" + type)
			.withPropertyValues("zarr.stores.lake." + location(type))
			.withPropertyValues(properties);
	}

	private String location(String type) {
		return switch (type) {
			case "filesystem" -> "filesystem.path=" + this.directory.resolve("lake");
			case "snapshot" -> "snapshot.path=" + this.directory.resolve("lake.zip");
			default -> "read-only=false";
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem", "jpa" })
	@DisplayName("4.6 Health and metrics follow the lease from one holder to the next, on each type of store")
	void whenLeaseIsHandedOverThenHealthAndMetricsFollow(String type) {
		runner(type, "zarr.stores.lake.access=protected").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThat(health(context).getDetails()).containsEntry("type", type);
			Lease first = zarr.lease(LeaseRequest.of("worker-1"));
			assertLease(context, "worker-1", 1);
			first.handOver("worker-2");
			try (Lease second = zarr.lease("worker-2")) {
				assertLease(context, "worker-2", second.fencingNumber());
				assertThat(second.fencingNumber()).isGreaterThan(first.fencingNumber());
				zarr.with(second).createGroup("a");
			}
			assertGauge(context, "held", 0);
			assertThat(lease(context)).doesNotContainKey("holder");
		});
	}

	private void assertLease(ApplicationContext context, String holder, long fencingNumber)
			throws InterruptedException {
		assertGauge(context, "held", 1);
		assertGauge(context, "fencing.number", fencingNumber);
		assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		assertThat(lease(context)).containsEntry("holder", holder).containsEntry("fencingNumber", fencingNumber);
	}

	private static Map<Object, Object> lease(ApplicationContext context) {
		return new LinkedHashMap<>((Map<?, ?>) health(context).getDetails().get("lease"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem", "jpa" })
	@DisplayName("1.4 Refused calls are Spring's access exceptions, name the store, change nothing and are counted")
	void whenCallIsRefusedThenExceptionIsTranslated(String type) {
		runner(type, "zarr.stores.lake.access=protected").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			StorageBackend backend = context.getBean(StorageBackend.class);
			ZarrOperations stale;
			try (Lease lease = zarr.lease("worker-1")) {
				stale = zarr.with(lease);
				stale.createGroup("a");
				assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> zarr.lease("worker-2"));
			}
			assertThat(zarr.exists("a")).isTrue();
			for (ThrowingCallable refused : List.<ThrowingCallable>of(() -> zarr.createGroup("b"),
					() -> zarr.delete("a"), () -> stale.createGroup("b"), () -> zarr.admin().clear())) {
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(refused)
					.withMessageContaining("store 'lake'")
					.withCauseInstanceOf(StoreAccessDeniedException.class);
			}
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> backend.write(KEY, ByteBuffer.allocate(1)));
			assertThat(backend.list("", null, 10)).extracting(StoreKey::value)
				.containsExactly("a/zarr.json", "zarr.json");
			assertThat(context.getBean(MeterRegistry.class)
				.get("zarr.store.operations")
				.tags("store", "lake", "outcome", "denied")
				.timers()
				.stream()
				.mapToLong(Timer::count)
				.sum()).isGreaterThanOrEqualTo(5);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem", "jpa" })
	@DisplayName("1.4 What is private is neither read nor listed without the lease, and the store is up all the same")
	void whenStoreIsPrivateThenReadsAreRefused(String type) {
		runner(type, "zarr.stores.lake.access=private").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			try (Lease lease = zarr.lease("worker-1")) {
				zarr.with(lease).createGroup("a");
				assertThat(zarr.with(lease).exists("a")).isTrue();
			}
			for (ThrowingCallable refused : List.<ThrowingCallable>of(() -> zarr.openGroup("a"), () -> zarr.exists("a"),
					() -> zarr.createGroup("b"))) {
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(refused);
			}
			assertThatExceptionOfType(StoreAccessDeniedException.class)
				.isThrownBy(() -> context.getBean(StorageBackend.class).list("", null, 10));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot" })
	@DisplayName("1.3 A store that sees all writes keeps the last values of its keys")
	void whenTypeSeesAllWritesThenHistoryIsKept(String type) {
		runner(type, "zarr.stores.lake.history.depth=2").run((context) -> {
			StorageBackend backend = context.getBean(StorageBackend.class);
			for (byte value = 1; value <= 3; value++) {
				backend.write(KEY, ByteBuffer.wrap(new byte[] { value }));
			}
			assertThat(backend.history(KEY)).extracting(StoredValue::bytes)
				.extracting((bytes) -> bytes.get(0))
				.containsExactly((byte) 3, (byte) 2);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "filesystem", "jpa" })
	@DisplayName("1.3 A store that others write too refuses to keep a history, with the types that can")
	void whenTypeHasOtherWritersThenHistoryIsRefused(String type) {
		assertThat(StartupFailure.of(runner(type, "zarr.stores.lake.history.depth=2"))).satisfies((report) -> {
			assertThat(report.getDescription()).contains("Store 'lake' cannot keep a history",
					"Property: zarr.stores.lake.history.depth", "Value: \"2\"", "'" + type + "'");
			assertThat(report.getAction()).contains("a type that has a history", "concurrent-map", "snapshot");
		});
	}

	private static Health health(ApplicationContext context) {
		return ((HealthIndicator) context.getBean(ZarrHealthContributor.class).getContributor("lake")).health();
	}

	/**
	 * What is not in memory is fetched in the background, when what was fetched before is
	 * old.
	 */
	private void assertGauge(ApplicationContext context, String name, double expected) throws InterruptedException {
		Gauge gauge = context.getBean(MeterRegistry.class).get("zarr.store.lease." + name).tag("store", "lake").gauge();
		for (int i = 0; i < 1000 && gauge.value() != expected; i++) {
			this.clock.add(Duration.ofDays(1));
			Thread.sleep(20);
		}
		assertThat(gauge.value()).isEqualTo(expected);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
