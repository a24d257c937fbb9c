package io.github.zarrspring.spring.autoconfigure.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.StartupFailure;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.health.ZarrHealthContributorAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.metrics.ZarrMetricsAutoConfiguration;
import io.github.zarrspring.spring.health.ZarrHealthContributor;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.FlushableBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.snapshot.JournalMode;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for stores of the type {@code snapshot}.
 */
class SnapshotStoreTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class,
					ZarrDefaultStoreAutoConfiguration.class, ZarrSnapshotAutoConfiguration.class,
					ZarrHealthContributorAutoConfiguration.class, ZarrMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry())
			.withPropertyValues("zarr.stores.warm.type=snapshot", "zarr.stores.warm.snapshot.path=" + archive(),
					"zarr.stores.warm.snapshot.interval=0s");
	}

	private Path archive() {
		return this.directory.resolve("data/warm.zip");
	}

	@Test
	@DisplayName("4.1 What a snapshot store holds is there after a restart, in one context after the other on one path")
	void whenContextIsStartedAgainThenArraysAreThere() {
		for (int i = 0; i < 3; i++) {
			int run = i;
			contextRunner().run((context) -> {
				ZarrOperations zarr = context.getBean(ZarrOperations.class);
				if (run == 0) {
					zarr.create("c/d", ArraySpec.of(DataType.INT16).shape(2))
						.write(NdArray.of(new short[] { 1, 2 }, 2));
				}
				assertThat(zarr.open("c/d").read().shorts()).containsExactly(1, 2);
			});
			assertThat(archive()).isRegularFile();
		}
	}

	@Test
	@DisplayName("1.3 A snapshot store keeps the last values of its keys while it runs, and the newest over a restart")
	void whenHistoryIsSetThenLastValuesAreRead() {
		ApplicationContextRunner runner = contextRunner().withPropertyValues("zarr.stores.warm.history.depth=2");
		runner.run((context) -> {
			StorageBackend backend = context.getBean(StorageBackend.class);
			for (byte value = 1; value <= 3; value++) {
				backend.write(KEY, ByteBuffer.wrap(new byte[] { value }));
			}
			assertThat(backend.history(KEY)).extracting((value) -> value.bytes().get(0))
				.containsExactly((byte) 3, (byte) 2);
		});
		runner.run((context) -> assertThat(context.getBean(StorageBackend.class).history(KEY))
			.extracting((value) -> value.bytes().get(0))
			.containsExactly((byte) 3));
	}

	@Test
	@DisplayName("1.3 Where another type is refused a history, snapshot is named among those that have one")
	void whenHistoryIsRefusedThenTypesThatHaveOneAreNamed() {
		assertThat(StartupFailure
			.of(contextRunner().withPropertyValues("zarr.stores.other.type=filesystem",
					"zarr.stores.other.filesystem.path=" + this.directory, "zarr.stores.other.history.depth=2"))
			.getAction()).contains("a type that has a history: concurrent-map, snapshot");
	}

	@Test
	@DisplayName("4.1 The store is saved after the web server has stopped, and again for what beans write at their end")
	void whenContextIsClosedThenSavedAfterTheWebServer() {
		assertThat(SnapshotStores.PHASE).isLessThan(LastRequest.PHASE);
		contextRunner().withBean(LastRequest.class)
			.withBean(LastWord.class)
			.run((context) -> assertThat(context).hasNotFailed());
		try (SnapshotBackend backend = new SnapshotBackend(SnapshotOptions.of(archive()), (line) -> {
		})) {
			assertThat(backend.list("", null, 10)).extracting(StoreKey::value)
				.containsExactly("destroyed: requested is saved", "requested");
		}
	}

	@Test
	@DisplayName("4.1 The store is saved before beans are destroyed, so that one that fails then costs nothing")
	void whenBeansAreDestroyedThenStoreIsSavedAlready() {
		List<Boolean> saved = new CopyOnWriteArrayList<>();
		contextRunner().withBean(LastRequest.class)
			.withBean("witness", AutoCloseable.class, () -> () -> saved.add(holds("requested")))
			.run((context) -> assertThat(archive()).doesNotExist());
		assertThat(saved).containsExactly(true);
	}

	private boolean holds(String key) throws IOException {
		try (ZipFile archive = new ZipFile(archive().toFile())) {
			return archive.getEntry(key) != null;
		}
	}

	@Test
	@DisplayName("4.4 flush is reached behind the decorators of a store")
	void whenFlushedThenArchiveIsWritten() {
		contextRunner().run((context) -> {
			StorageBackend backend = context.getBean(StorageBackend.class);
			backend.write(KEY, ByteBuffer.allocate(5));
			FlushableBackend flushable = DelegatingBackend.find(backend, FlushableBackend.class);
			assertThat(flushable).isNotNull();
			assertThat(flushable.flush().bytes()).isEqualTo(Files.size(archive()));
		});
	}

	@Test
	@DisplayName("4.3 Health and metrics tell how the store is kept, and of a generation that was damaged")
	void whenNewestIsDamagedThenHealthWarns() {
		for (int i = 0; i < 2; i++) {
			contextRunner().run((context) -> context.getBean(StorageBackend.class).write(KEY, ByteBuffer.allocate(5)));
		}
		contextRunner().run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("journal", "off").doesNotContainKey("warnings");
		});
		flip(archive());
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.journal=every-second").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails().get("warnings")).asString().contains("is damaged");
			context.getBean(StorageBackend.class).write(KEY, ByteBuffer.allocate(5));
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("zarr.snapshot.unsaved").tag("store", "warm").gauge().value()).isPositive();
			assertThat(meters.get("zarr.snapshot.journal.size").gauge().value()).isNotNegative();
			assertThat(meters.get("zarr.snapshot.age").gauge().value()).isNaN();
			DelegatingBackend.find(context.getBean(StorageBackend.class), FlushableBackend.class).flush();
			assertThat(meters.get("zarr.snapshot.age").gauge().value()).isNotNegative();
			assertThat(meters.get("zarr.snapshot.save.duration").gauge().value()).isPositive();
			assertThat(meters.get("zarr.snapshot.size").gauge().value()).isEqualTo(Files.size(archive()));
		});
	}

	@Test
	@DisplayName("4.5 A damaged journal reports down, with what came before")
	void whenJournalIsDamagedThenDown() {
		try (SnapshotBackend backend = new SnapshotBackend(
				SnapshotOptions.of(archive()).withJournal(JournalMode.EVERY_WRITE).withOnShutdown(false), (line) -> {
				})) {
			for (int i = 0; i < 5; i++) {
				backend.write(KEY, ByteBuffer.allocate(100));
			}
		}
		flip(archive().resolveSibling("warm.zip.journal-0000000001"));
		contextRunner().run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().get("error")).asString().contains("there is damage after change");
			assertThat(context.getBean(StorageBackend.class).exists(KEY)).isTrue();
		});
	}

	@Test
	@DisplayName("4.8 A second context on the same path is refused with a clear text")
	void whenPathIsInUseThenRefused() {
		contextRunner()
			.run((first) -> contextRunner().run((second) -> assertThat(second.getStartupFailure()).rootCause()
				.hasMessageContaining("in use by another store or context of this application")));
		contextRunner()
			.withPropertyValues("zarr.stores.more.type=snapshot", "zarr.stores.more.snapshot.path=" + archive())
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(StoreConfigurationException.class.getName())
				.hasStackTraceContaining("Property: zarr.stores.")
				.hasStackTraceContaining("in use by another store"));
	}

	@Test
	@DisplayName("4.8 Options are applied or refused with a clear text")
	void whenOptionsAreWrongThenRefused() {
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.keep=0")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Property: zarr.stores.warm.snapshot.keep"));
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.path= ")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Store 'warm' has no file"));
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.path=" + this.directory)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("it is a directory"));
		contextRunner()
			.withPropertyValues("zarr.stores.warm.snapshot.journal=every-write", "zarr.stores.warm.snapshot.keep=5",
					"zarr.stores.warm.snapshot.fsync=false", "zarr.stores.warm.snapshot.on-shutdown=false",
					"zarr.stores.warm.snapshot.interval=7s")
			.run((context) -> {
				SnapshotOptions options = DelegatingBackend
					.find(context.getBean(StorageBackend.class), SnapshotBackend.class)
					.options();
				assertThat(options.journal()).isEqualTo(JournalMode.EVERY_WRITE);
				assertThat(options.keep()).isEqualTo(5);
				assertThat(options.fsync()).isFalse();
				assertThat(options.onShutdown()).isFalse();
				assertThat(options.interval()).hasSeconds(7);
				assertThat(context.getBean(BackendRegistry.class).describe("warm").location())
					.isEqualTo(archive().toString());
			});
	}

	@Test
	@DisplayName("4.1 While a store is loaded in the background the application refuses traffic")
	void whenLoadedInBackgroundThenTrafficIsRefusedUntilLoaded() {
		try (SnapshotBackend backend = new SnapshotBackend(SnapshotOptions.of(archive()), (line) -> {
		})) {
			for (int i = 0; i < 200_000; i++) {
				backend.write(StoreKey.of("a/c/" + i), ByteBuffer.allocate(10));
			}
		}
		CountDownLatch accepting = new CountDownLatch(1);
		List<ReadinessState> states = new CopyOnWriteArrayList<>();
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.loading=background")
			.withInitializer((context) -> context
				.addApplicationListener((ApplicationListener<AvailabilityChangeEvent<ReadinessState>>) (event) -> {
					states.add(event.getState());
					if (states.size() > 2) {
						accepting.countDown();
					}
				}))
			.run((context) -> {
				SnapshotBackend backend = DelegatingBackend.find(context.getBean(StorageBackend.class),
						SnapshotBackend.class);
				assertThat(backend.isLoading()).as("still loading when the context is up").isTrue();
				assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(accepting.await(60, TimeUnit.SECONDS)).isTrue();
				assertThat(states).contains(ReadinessState.REFUSING_TRAFFIC).endsWith(ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(backend.info().entries()).isEqualTo(200_000);
			});
	}

	@Test
	@DisplayName("4.1 Where a store cannot be loaded in the background the application goes on to refuse traffic")
	void whenLoadingInBackgroundFailsThenTrafficIsRefused() {
		contextRunner().run((context) -> context.getBean(StorageBackend.class).write(KEY, ByteBuffer.allocate(5)));
		flip(archive());
		List<ReadinessState> states = new CopyOnWriteArrayList<>();
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.loading=background")
			.withInitializer((context) -> context
				.addApplicationListener((ApplicationListener<AvailabilityChangeEvent<ReadinessState>>) (event) -> states
					.add(event.getState())))
			.run((context) -> {
				CountDownLatch done = new CountDownLatch(1);
				DelegatingBackend.find(context.getBean(StorageBackend.class), SnapshotBackend.class)
					.whenLoaded(done::countDown);
				assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(states).endsWith(ReadinessState.REFUSING_TRAFFIC);
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			});
		assertThat(archive()).isRegularFile();
	}

	@Test
	@DisplayName("4.8 A name that leaves no room for those of the other files is refused with the property")
	void whenNameIsTooLongThenRefused() {
		contextRunner().withPropertyValues("zarr.stores.warm.snapshot.path=" + this.directory.resolve("n".repeat(240)))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Property: zarr.stores.warm.snapshot.path")
				.hasStackTraceContaining("is too long"));
	}

	private static Health health(ApplicationContext context) {
		return ((HealthIndicator) context.getBean(ZarrHealthContributor.class).getContributor("warm")).health();
	}

	private static void flip(Path file) {
		try {
			byte[] bytes = Files.readAllBytes(file);
			bytes[bytes.length / 2] ^= 1;
			Files.write(file, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Writes while the web server stops.
	 */
	static class LastRequest implements SmartLifecycle {

		/**
		 * Where Spring Boot stops the web server, after it has waited for requests.
		 */
		static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

		private final StorageBackend backend;

		private boolean running;

		LastRequest(StorageBackend backend) {
			this.backend = backend;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.backend.write(StoreKey.of("requested"), ByteBuffer.allocate(1));
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return PHASE;
		}

	}

	/**
	 * Tells by what it writes when it is destroyed whether the store was saved by then.
	 */
	static class LastWord {

		private final StorageBackend backend;

		private final Path archive;

		LastWord(StorageBackend backend, Environment environment) {
			this.backend = backend;
			this.archive = Path.of(environment.getRequiredProperty("zarr.stores.warm.snapshot.path"));
		}

		@PreDestroy
		void write() throws IOException {
			String names = Files.readString(this.archive, StandardCharsets.ISO_8859_1);
			this.backend.write(
					StoreKey.of("destroyed: requested is " + (names.contains("requested") ? "saved" : "lost")),
					ByteBuffer.allocate(1));
		}

	}

}
