package io.github.zarrspring.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import jakarta.validation.constraints.NotEmpty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StorageBackendFactory} beans.
 */
class StorageBackendFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class))
		.withBean(MyBackendFactory.class)
		.withPropertyValues("zarr.stores.x.type=my-backend", "zarr.stores.x.my-backend.url=http://host/x");

	@Test
	@DisplayName("3.4 A factory bean makes its type usable, with properties of its own")
	void whenThereIsFactoryThenStoresCanHaveItsType() {
		this.contextRunner
			.withPropertyValues("zarr.stores.x.my-backend.timeout=3s", "zarr.stores.x.my-backend.headers.a=b",
					"zarr.stores.x.read-only=false")
			.run((context) -> {
				assertThat(context.getBean(BackendRegistry.class).types()).contains("my-backend");
				MyBackend backend = (MyBackend) context.getBean("xStorageBackend");
				assertThat(backend.properties)
					.isEqualTo(new MyProperties("http://host/x", Duration.ofSeconds(3), Map.of("a", "b")));
				assertThat(backend.context.name()).isEqualTo("x");
				assertThat(backend.context.properties().type()).isEqualTo("my-backend");
				assertThat(backend.context.propertyName("url")).isEqualTo("zarr.stores.x.my-backend.url");
				assertThat(context.getBean(BackendRegistry.class).describe("x"))
					.isEqualTo(new StoreDescription("x", "my-backend", "http://host/x"));
				context.getBean(ZarrOperations.class).createGroup("a");
			});
	}

	@Test
	@DisplayName("3.4 Properties of a custom type are validated")
	void whenPropertyIsInvalidThenContextFails() {
		this.contextRunner.withPropertyValues("zarr.stores.x.my-backend.url=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(BindValidationException.class)
				.hasMessageContaining("zarr.stores.x.my-backend")
				.hasMessageContaining("must not be empty"));
	}

	@Test
	void whenThereIsNoValidationThenPropertiesAreBoundAllTheSame() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("jakarta.validation"))
			.withPropertyValues("zarr.stores.x.my-backend.url=")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	@DisplayName("3.4 A value that does not convert is reported with its property")
	void whenPropertyDoesNotConvertThenItIsNamed() {
		this.contextRunner.withPropertyValues("zarr.stores.x.my-backend.timeout=soon")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(Exception.class,
						(failure) -> assertThat(bindException(failure).getProperty()).satisfies((property) -> {
							assertThat(property.getName()).hasToString("zarr.stores.x.my-backend.timeout");
							assertThat(property.getOrigin()).isNotNull();
						})));
	}

	@Test
	@DisplayName("3.4 A misspelt property of the type is refused, not ignored")
	void whenPropertyIsUnknownThenContextFails() {
		this.contextRunner.withPropertyValues("zarr.stores.x.my-backend.timeuot=3s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(StoreConfigurationException.class)
				.hasMessageContaining("zarr.stores.x.my-backend.timeuot")
				.hasMessageContaining("Nearest: zarr.stores.x.my-backend.timeout"));
	}

	@Test
	void whenDefaultsAreSetThenTheyCountWhereStoreSaysNothing() {
		this.contextRunner
			.withPropertyValues("zarr.defaults.my-backend.timeout=7s", "zarr.defaults.my-backend.url=http://default",
					"zarr.defaults.my-backend.headers.a=1", "zarr.stores.x.my-backend.headers.b=2",
					"zarr.stores.y.type=my-backend", "zarr.stores.y.my-backend.timeout=8s")
			.run((context) -> {
				assertThat(((MyBackend) context.getBean("xStorageBackend")).properties)
					.isEqualTo(new MyProperties("http://host/x", Duration.ofSeconds(7), Map.of("a", "1", "b", "2")));
				assertThat(((MyBackend) context.getBean("yStorageBackend")).properties)
					.isEqualTo(new MyProperties("http://default", Duration.ofSeconds(8), Map.of("a", "1")));
			});
	}

	@Test
	void whenTypeIsInDefaultsThenStoresNeedNone() {
		this.contextRunner
			.withPropertyValues("zarr.defaults.type=concurrent-map", "zarr.stores.y.concurrent-map.ordering=sorted")
			.run((context) -> {
				assertThat(context.getBean("xStorageBackend")).isInstanceOf(MyBackend.class);
				assertThat(context.getBean("yStorageBackend")).isInstanceOf(ConcurrentMapBackend.class);
			});
	}

	@Test
	@DisplayName("1.2 The ordering of a store is the one that it is set to, by hash where nothing is said")
	void whenOrderingIsSetThenItIsApplied() {
		this.contextRunner
			.withPropertyValues("zarr.stores.hashed.type=concurrent-map", "zarr.stores.sorted.type=concurrent-map",
					"zarr.stores.sorted.concurrent-map.ordering=sorted")
			.run((context) -> {
				assertThat(keptKeys((ConcurrentMapBackend) context.getBean("sortedStorageBackend"))).isSorted();
				assertThat(keptKeys((ConcurrentMapBackend) context.getBean("hashedStorageBackend")))
					.isNotEqualTo(keptKeys((ConcurrentMapBackend) context.getBean("sortedStorageBackend")));
			});
	}

	/**
	 * The keys as the map has them.
	 */
	private static List<StoreKey> keptKeys(ConcurrentMapBackend backend) {
		for (int i = 0; i < 100; i++) {
			backend.write(StoreKey.of("a/" + i), ByteBuffer.allocate(1));
		}
		List<StoreKey> keys = new ArrayList<>();
		backend.forEach((key, value) -> keys.add(key));
		return keys;
	}

	@Test
	void whenDefaultIsReadOnlyThenStoreMaySayOtherwise() {
		this.contextRunner
			.withPropertyValues("zarr.defaults.read-only=true", "zarr.stores.x.read-only=false",
					"zarr.stores.y.type=concurrent-map")
			.run((context) -> {
				assertThat(context.getBean("xStorageBackend")).isInstanceOf(MyBackend.class);
				assertThat(context.getBean("yStorageBackend")).isInstanceOf(ReadOnlyBackend.class);
			});
	}

	@Test
	void whenTypeIsWrittenOtherwiseThenItIsFound() {
		this.contextRunner.withPropertyValues("zarr.stores.x.type=MY_BACKEND")
			.run((context) -> assertThat(context.getBean("xStorageBackend")).isInstanceOf(MyBackend.class));
	}

	@Test
	void whenPropertyHasPlaceholderThenItIsResolved() {
		this.contextRunner
			.withPropertyValues("base=http://base", "zarr.stores.x.my-backend.url=${base}/x",
					"zarr.defaults.my-backend.headers.from=${base}")
			.run((context) -> assertThat(((MyBackend) context.getBean("xStorageBackend")).properties)
				.isEqualTo(new MyProperties("http://base/x", Duration.ofSeconds(30), Map.of("from", "http://base"))));
	}

	@Test
	@DisplayName("3.4 A factory of the application takes the place of a built-in one of the same type")
	void whenFactoryHasTypeOfBuiltInOneThenItIsUsed() {
		this.contextRunner.withBean(OwnConcurrentMapFactory.class)
			.withPropertyValues("zarr.stores.y.type=concurrent-map")
			.run((context) -> assertThat(context.getBean("yStorageBackend")).isInstanceOf(MyBackend.class));
	}

	private static BindException bindException(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException bindException) {
				return bindException;
			}
		}
		throw new AssertionError("No BindException", failure);
	}

	@Validated
	record MyProperties(@NotEmpty @Nullable String url, @DefaultValue("30s") Duration timeout,
			@DefaultValue Map<String, String> headers) {
	}

	static class MyBackendFactory implements StorageBackendFactory {

		@Override
		public String type() {
			return "my-backend";
		}

		@Override
		public StorageBackend create(StoreContext context) {
			return new MyBackend(context, context.bind(MyProperties.class));
		}

		@Override
		public @Nullable String location(StoreContext context) {
			return context.bind(MyProperties.class).url();
		}

	}

	static class OwnConcurrentMapFactory implements StorageBackendFactory {

		@Override
		public String type() {
			return "concurrent-map";
		}

		@Override
		public StorageBackend create(StoreContext context) {
			return new MyBackend(context, null);
		}

	}

	static class MyBackend extends DelegatingBackend {

		final StoreContext context;

		final @Nullable MyProperties properties;

		MyBackend(StoreContext context, @Nullable MyProperties properties) {
			super(new ConcurrentMapBackend());
			this.context = context;
			this.properties = properties;
		}

	}

}
