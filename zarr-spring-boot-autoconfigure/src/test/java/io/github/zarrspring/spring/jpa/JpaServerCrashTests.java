package io.github.zarrspring.spring.jpa;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.health.ZarrHealthContributor;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.TransientDataAccessException;

/**
 * The server dies under load and comes back.
 */
@Tag("slow")
class JpaServerCrashTests {

	@TempDir(cleanup = CleanupMode.NEVER)
	Path directory;

	private EmbeddedPostgres start(int port) throws Exception {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false)
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("fsync", "on")
			.setPort(port)
			.setPGStartupWait(Duration.ofSeconds(60))
			.start();
	}

	private void kill() throws Exception {
		List<String> lines = Files.readAllLines(this.directory.resolve("data").resolve("postmaster.pid"));
		ProcessHandle server = ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
		List<ProcessHandle> children = server.children().toList();
		server.destroyForcibly();
		children.forEach(ProcessHandle::destroyForcibly);
		server.onExit().get(30, TimeUnit.SECONDS);
		for (ProcessHandle child : children) {
			child.onExit().get(30, TimeUnit.SECONDS);
		}
	}

	static Status health(ConfigurableApplicationContext application) {
		try (ZarrHealthContributor health = new ZarrHealthContributor(application.getBean(BackendRegistry.class),
				Duration.ofSeconds(2))) {
			return ((HealthIndicator) health.getContributor("ledger")).health().getStatus();
		}
	}

	@Test
	@DisplayName("2.5 The server is killed under load and comes back: what was acknowledged is there, failures were transient")
	void whenServerIsKilledThenNothingAcknowledgedIsMissing(TestReporter reporter) throws Exception {
		int port;
		try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		Files.createDirectories(this.directory.resolve("data"));
		EmbeddedPostgres first = start(port);
		String url = "jdbc:postgresql://localhost:" + port
				+ "/postgres?user=postgres&socketTimeout=10&connectTimeout=2";
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger acknowledged = new AtomicInteger();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		try (ConfigurableApplicationContext application = TestApplication.start(url,
				"spring.datasource.hikari.connection-timeout=1000")) {
			TestStore store = new TestStore(application);
			store.ints("log", 0);
			Assertions.assertThat(health(application)).isEqualTo(Status.UP);
			CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
				ZarrArray log = store.zarr().open("log");
				while (!stop.get()) {
					append(log, acknowledged.get() + 1, acknowledged, failures);
				}
			}, (run) -> new Thread(run).start());
			awaitMore(acknowledged, 50);
			kill();
			Assertions.assertThat(health(application)).isEqualTo(Status.DOWN);
			// Gives the directory free.
			first.close();
			EmbeddedPostgres again = start(port);
			try {
				awaitMore(acknowledged, 50);
				stop.set(true);
				writer.get(60, TimeUnit.SECONDS);
				Assertions.assertThat(health(application)).isEqualTo(Status.UP);
				check(store, acknowledged.get(), failures, reporter);
			}
			finally {
				stop.set(true);
				again.close();
			}
		}
		deleteAll(this.directory.toFile());
	}

	private static void append(ZarrArray log, int number, AtomicInteger acknowledged, List<Throwable> failures) {
		try {
			log.append(TestStore.filled(25, number));
			acknowledged.set(number);
		}
		catch (RuntimeException ex) {
			failures.add(ex);
		}
	}

	private static void awaitMore(AtomicInteger counter, int more) throws InterruptedException {
		int target = counter.get() + more;
		for (int i = 0; i < 600 && counter.get() < target; i++) {
			Thread.sleep(100);
		}
		Assertions.assertThat(counter.get()).isGreaterThanOrEqualTo(target);
	}

	/**
	 * Each number that was acknowledged is there once and whole. One that was not may be
	 * there too: the answer to its commit was lost.
	 */
	private static void check(TestStore store, int acknowledged, List<Throwable> failures, TestReporter reporter) {
		ZarrArray log = store.zarr().open("log");
		long rows = log.shape()[0] / 25;
		reporter.publishEntry("crash",
				"%d acknowledged, %d there, %d failures".formatted(acknowledged, rows, failures.size()));
		int last = 0;
		for (long row = 0; row < rows; row++) {
			int[] values = log.read(Selection.of(Slice.range(row * 25, row * 25 + 25))).ints();
			Assertions.assertThat(values).containsOnly(values[0]);
			Assertions.assertThat(values[0]).isBetween(last, last + 1);
			last = values[0];
		}
		Assertions.assertThat(last).isEqualTo(acknowledged);
		Assertions.assertThat(failures).isNotEmpty().allMatch(TransientDataAccessException.class::isInstance);
	}

	private static void deleteAll(File file) {
		File[] children = file.listFiles();
		if (children != null) {
			for (File child : children) {
				deleteAll(child);
			}
		}
		file.delete();
	}

}
