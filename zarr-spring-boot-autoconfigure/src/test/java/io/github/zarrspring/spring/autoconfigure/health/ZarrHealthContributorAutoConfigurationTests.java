package io.github.zarrspring.spring.autoconfigure.health;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.spring.health.ZarrHealthContributor;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

/**
 * Tests for {@link ZarrHealthContributorAutoConfiguration}.
 */
class ZarrHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class,
				ZarrHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class));

	@Test
	void whenThereIsOneStoreThenItIsComponentOfZarr() {
		this.contextRunner
			.withPropertyValues("zarr.stores.lake.type=filesystem", "zarr.stores.lake.filesystem.path=lake",
					"management.endpoint.health.show-details=always")
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				CompositeHealthDescriptor zarr = (CompositeHealthDescriptor) endpoint.healthForPath("zarr");
				assertThat(zarr.getComponents()).containsOnlyKeys("lake");
				IndicatedHealthDescriptor lake = (IndicatedHealthDescriptor) endpoint.healthForPath("zarr", "lake");
				assertThat(lake.getStatus()).isEqualTo(Status.UP);
				assertThat(lake.getDetails()).containsEntry("type", "filesystem")
					.containsEntry("location", Path.of("lake").toAbsolutePath().toString());
			});
	}

	@Test
	@DisplayName("3.3 Health follows what is registered and unregistered at run time")
	void whenStoreIsRegisteredAtRunTimeThenItsHealthShows() {
		this.contextRunner.run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			registry.register("late", new ConcurrentMapBackend());
			assertThat(endpoint.healthForPath("zarr", "late").getStatus()).isEqualTo(Status.UP);
			registry.unregister("late");
			assertThat(endpoint.healthForPath("zarr", "late")).isNull();
			assertThat(((CompositeHealthDescriptor) endpoint.healthForPath("zarr")).getComponents())
				.containsOnlyKeys("default");
		});
	}

	@Test
	void whenBackendIsGoneThenHealthIsDown() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			registry.get("default").close();
			assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void whenDirectoryOfOpenStoreIsMovedAwayThenHealthIsDownUntilItIsBack(@TempDir Path directory) {
		Path store = directory.resolve("store");
		this.contextRunner
			.withPropertyValues("zarr.stores.lake.type=filesystem", "zarr.stores.lake.filesystem.path=" + store)
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				context.getBean(ZarrOperations.class).createGroup("a");
				assertThat(endpoint.health().getStatus()).isEqualTo(Status.UP);
				Files.move(store, directory.resolve("moved"));
				assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
				Files.move(directory.resolve("moved"), store);
				assertThat(endpoint.health().getStatus()).isEqualTo(Status.UP);
			});
	}

	@Test
	void whenReadOnlyStoreHasNoDirectoryThenHealthIsDown(@TempDir Path directory) {
		Path store = directory.resolve("store");
		this.contextRunner
			.withPropertyValues("zarr.stores.lake.type=filesystem", "zarr.stores.lake.filesystem.path=" + store,
					"zarr.stores.lake.read-only=true")
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
				Files.createDirectory(store);
				assertThat(endpoint.health().getStatus()).isEqualTo(Status.UP);
			});
	}

	@Test
	void whenTimeoutIsSetThenItIsUsed() {
		this.contextRunner.withPropertyValues("zarr.health.timeout=7s")
			.run((context) -> assertThatObject(context.getBean(ZarrHealthContributor.class)).extracting("timeout")
				.hasToString("PT7S"));
	}

	@Test
	void whenDisabledThenThereIsNoContributor() {
		this.contextRunner.withPropertyValues("management.health.zarr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ZarrHealthContributor.class));
		this.contextRunner.withPropertyValues("zarr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZarrHealthContributor.class));
	}

	@Test
	void whenApplicationHasContributorThenItIsUsed() {
		this.contextRunner.withBean("zarrHealthIndicator", HealthIndicator.class, () -> () -> null)
			.run((context) -> assertThat(context).doesNotHaveBean(ZarrHealthContributor.class));
	}

	@Test
	void whenThereIsNoHealthModuleThenContextStarts() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class,
					ZarrDefaultStoreAutoConfiguration.class, ZarrHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("zarrHealthContributor"));
	}

}
