package io.github.zarrspring.spring.autoconfigure;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.DuplicateStoreException;
import io.github.zarrspring.spring.NoSuchStoreException;
import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreAdmin;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BeanBackendRegistry}.
 */
class BackendRegistryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class))
		.withPropertyValues("zarr.stores.lake.type=concurrent-map", "zarr.stores.scratch.type=concurrent-map",
				"zarr.default-store=lake");

	@Test
	@DisplayName("3.3 The registry has all configured stores, all backends of the application, and the types")
	void whenContextStartsThenAllStoresAreRegistered() {
		this.contextRunner.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new)
			.run((context) -> {
				BackendRegistry registry = context.getBean(BackendRegistry.class);
				assertThat(registry.names()).containsExactly("lake", "mine", "scratch");
				assertThat(registry.types()).containsExactly("concurrent-map", "filesystem", "zip");
				assertThat(registry.get("mine")).isSameAs(context.getBean("mineStorageBackend"));
				assertThat(registry.get("lake")).isSameAs(context.getBean("lakeStorageBackend"));
				assertThat(registry.find("lake")).containsSame(registry.get("lake"));
				assertThat(registry.isRegistered("mine")).isTrue();
			});
	}

	@Test
	@DisplayName("3.3 Asking for an unknown store says so, with the names that there are")
	void whenStoreIsUnknownThenKnownOnesAreNamed() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			assertThat(registry.find("other")).isEmpty();
			assertThat(registry.isRegistered("other")).isFalse();
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(() -> registry.get("other"))
				.withMessage("There is no store 'other', known are [lake, scratch]");
			assertThatExceptionOfType(NoSuchStoreException.class)
				.isThrownBy(() -> context.getBean(ZarrOperations.class).store("other"));
		});
	}

	@Test
	@DisplayName("3.3 A store registered at run time works, until it is unregistered")
	void whenStoreIsRegisteredAtRunTimeThenOperationsReachIt() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			ZarrOperations operations = context.getBean(ZarrOperations.class);
			registry.register("late", new ConcurrentMapBackend());
			ZarrOperations late = operations.store("late");
			late.create("a", ArraySpec.of(DataType.INT8).shape(1));
			assertThat(operations.store("late").exists("a")).isTrue();
			assertThat(operations.store("late")).isSameAs(late);
			assertThat(registry.unregister("late")).isTrue();
			assertThat(registry.unregister("late")).isFalse();
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(() -> operations.store("late"));
			assertThat(late.exists("a")).as("templates go on to work").isTrue();
		});
	}

	@Test
	@DisplayName("3.3 A name is never given to two stores")
	void whenNameIsTakenThenRegisteringFails() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			assertThatExceptionOfType(DuplicateStoreException.class)
				.isThrownBy(() -> registry.register("lake", new ConcurrentMapBackend()))
				.withMessage("There is a store 'lake' already")
				.satisfies((ex) -> assertThat(ex.getStoreName()).isEqualTo("lake"));
			assertThat(registry.get("lake")).isSameAs(context.getBean("lakeStorageBackend"));
		});
	}

	@Test
	void whenBackendIsReplacedThenOperationsReachTheNewOne() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			ZarrOperations operations = context.getBean(ZarrOperations.class);
			registry.register("late", new ConcurrentMapBackend());
			operations.store("late").createGroup("a");
			registry.unregister("late");
			registry.register("late", new ConcurrentMapBackend());
			assertThat(operations.store("late").exists("a")).isFalse();
		});
	}

	@Test
	void whenStoreIsUnregisteredThenNothingHoldsItsBackend() {
		this.contextRunner.run((context) -> {
			WeakReference<StorageBackend> backend = registerAndUnregister(context);
			for (int i = 0; i < 100 && backend.get() != null; i++) {
				System.gc();
				Thread.sleep(20);
			}
			assertThat(backend.get()).isNull();
		});
	}

	private static WeakReference<StorageBackend> registerAndUnregister(ApplicationContext context) {
		BackendRegistry registry = context.getBean(BackendRegistry.class);
		StorageBackend backend = new ConcurrentMapBackend();
		registry.register("job-1", backend);
		context.getBean(ZarrOperations.class).store("job-1").createGroup("a");
		registry.unregister("job-1");
		return new WeakReference<>(backend);
	}

	@Test
	void whenStoreIsUnregisteredThenItsAdministrationNamesThoseThatThereAre() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			registry.register("late", new ConcurrentMapBackend());
			StoreAdmin admin = context.getBean(ZarrOperations.class).store("late").admin();
			registry.unregister("late");
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(admin::info)
				.withMessage("There is no store 'late', known are [lake, scratch]");
			registry.register("late", new ConcurrentMapBackend());
			assertThat(admin.exists()).as("the store of the same name is another one").isFalse();
		});
	}

	@Test
	void whenDecoratingFailsThenTheNameIsFree() {
		Failing failing = new Failing();
		this.contextRunner.withBean(Failing.class, () -> failing).run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			failing.fails = true;
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> registry.register("late", new ConcurrentMapBackend()));
			assertThat(registry.isRegistered("late")).isFalse();
			failing.fails = false;
			registry.register("late", new ConcurrentMapBackend());
			assertThat(registry.access("late")).isNotNull();
		});
	}

	@Test
	void whenStoreIsUnregisteredWhileItsNameIsRegisteredThenTheNextOneKeepsItsAccess() {
		Failing pausing = new Failing();
		this.contextRunner.withBean(Failing.class, () -> pausing).run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			registry.register("late", new ConcurrentMapBackend());
			pausing.release = () -> assertThatExceptionOfType(DuplicateStoreException.class)
				.isThrownBy(() -> registry.register("late", new ConcurrentMapBackend()));
			assertThat(registry.unregister("late")).isTrue();
			assertThat(pausing.released).isEqualTo(1);
			registry.register("late", new ConcurrentMapBackend());
			assertThat(registry.access("late")).isNotNull();
		});
	}

	@Test
	void whenManyRegisterAndUnregisterOneNameThenItsAccessIsThatOfItsBackend() {
		this.contextRunner.run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				threads.add(CompletableFuture.runAsync(() -> {
					for (int round = 0; round < 300; round++) {
						StorageBackend backend = new ConcurrentMapBackend();
						try {
							registry.register("late", backend);
						}
						catch (DuplicateStoreException ex) {
							continue;
						}
						assertThat(
								DelegatingBackend.find(registry.access("late").backend(), ConcurrentMapBackend.class))
							.isSameAs(backend);
						assertThat(registry.unregister("late")).isTrue();
					}
				}, (task) -> new Thread(task).start()));
			}
			CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
			assertThat(registry.names()).containsExactly("lake", "scratch");
		});
	}

	@Test
	void whenTwoThreadsDecorateABackendAtOnceThenItsAccessIsTheSame() {
		this.contextRunner.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new)
			.run((context) -> {
				AccessDecorator accesses = context.getBean(AccessDecorator.class);
				StoreAccess access = context.getBean(BackendRegistry.class).access("mine");
				StoreDescription mine = context.getBean(BackendRegistry.class).describe("mine");
				accesses.decorate(mine,
						new Named("another decorator", context.getBean("mineStorageBackend", StorageBackend.class)));
				assertThat(accesses.find("mine")).isSameAs(access);
				accesses.decorate(mine, new ConcurrentMapBackend());
				assertThat(accesses.find("mine")).isNotSameAs(access);
			});
	}

	@Test
	void whenNameIsInvalidThenRegisteringFails() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> context.getBean(BackendRegistry.class).register("Lake", new ConcurrentMapBackend()))
			.withMessage(
					"The store name 'Lake' is not valid: " + "lower-case letters, digits and dashes, a letter first"));
	}

	@Test
	void whenStoresAreDescribedThenTypeAndLocationAreKnown() {
		this.contextRunner.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new)
			.run((context) -> {
				BackendRegistry registry = context.getBean(BackendRegistry.class);
				assertThat(registry.describe("lake"))
					.isEqualTo(new StoreDescription("lake", "concurrent-map", "memory"));
				assertThat(registry.describe("mine")).isEqualTo(new StoreDescription("mine", "concurrent-map", null));
			});
	}

	@Test
	void whenThereAreDecoratorsThenTheFirstIsOutermost() {
		this.contextRunner.withBean(Outer.class)
			.withBean(Inner.class)
			.withBean("mineStorageBackend", StorageBackend.class, ConcurrentMapBackend::new)
			.run((context) -> {
				BackendRegistry registry = context.getBean(BackendRegistry.class);
				registry.register("late", new ConcurrentMapBackend());
				for (String name : registry.names()) {
					StorageBackend outer = registry.get(name);
					assertThat(outer).hasToString("outer " + name);
					assertThat(((DelegatingBackend) outer).delegate()).hasToString("inner " + name);
					assertThat(context.getBean(ZarrOperations.class).store(name).getBackend()).isSameAs(outer);
				}
				assertThat(context.getBean("lakeStorageBackend")).hasToString("outer lake");
				assertThat(context.getBean("mineStorageBackend")).isInstanceOf(ConcurrentMapBackend.class);
			});
	}

	@Test
	void whenStoreIsReadOnlyThenWritesAreRefused() {
		this.contextRunner.withPropertyValues("zarr.stores.lake.read-only=true").run((context) -> {
			ZarrOperations operations = context.getBean(ZarrOperations.class);
			assertThat(operations.exists("")).isFalse();
			assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
				.isThrownBy(() -> operations.createGroup("a"))
				.withCauseInstanceOf(StoreAccessDeniedException.class)
				.withMessageContaining("The store is read-only, as 'zarr.stores.lake.read-only' says");
		});
	}

	@Order(0)
	static class Failing implements StorageBackendDecorator {

		private boolean fails;

		private int released;

		private Runnable release = () -> {
		};

		@Override
		public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
			if (this.fails) {
				throw new IllegalStateException("as planned");
			}
			return backend;
		}

		@Override
		public void release(StoreDescription store) {
			if (!this.fails) {
				this.released++;
				this.release.run();
			}
		}

	}

	@Order(1)
	static class Outer implements StorageBackendDecorator {

		@Override
		public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
			return new Named("outer " + store.name(), backend);
		}

	}

	@Order(2)
	static class Inner implements StorageBackendDecorator {

		@Override
		public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
			return new Named("inner " + store.name(), backend);
		}

	}

	static class Named extends DelegatingBackend {

		private final String name;

		Named(String name, StorageBackend delegate) {
			super(delegate);
			this.name = name;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
