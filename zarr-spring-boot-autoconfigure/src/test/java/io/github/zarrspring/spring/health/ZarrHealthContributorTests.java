package io.github.zarrspring.spring.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.NoSuchStoreException;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.ReportingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors.Entry;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ZarrHealthContributor} and {@link ZarrStoreHealthIndicator}.
 */
@Timeout(20)
class ZarrHealthContributorTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private final Map<String, StorageBackend> stores = new TreeMap<>();

	private final Map<String, StoreAccess> accesses = new TreeMap<>();

	private AccessLevel level = AccessLevel.PUBLIC;

	private final Map<String, String> locations = new TreeMap<>();

	private final BackendRegistry registry = Mockito.mock();

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger probes = new AtomicInteger();

	private final ZarrHealthContributor contributor = new ZarrHealthContributor(this.registry, TIMEOUT);

	@BeforeEach
	void registerStores() {
		given(this.registry.names()).willAnswer((call) -> Set.copyOf(this.stores.keySet()));
		given(this.registry.access(anyString())).willAnswer((call) -> this.accesses.computeIfAbsent(call.getArgument(0),
				(name) -> new StoreAccess(name, this.level, this.stores.get(name))));
		given(this.registry.describe(anyString())).willAnswer((call) -> {
			String name = call.getArgument(0);
			if (!this.stores.containsKey(name)) {
				throw new NoSuchStoreException(name, this.stores.keySet());
			}
			return new StoreDescription(name, "test", this.locations.get(name));
		});
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.contributor.close();
	}

	@Test
	void whenStoreAnswersThenItIsUpWithTypeAndLocation() {
		this.stores.put("lake", new ConcurrentMapBackend());
		this.locations.put("lake", "https://user:pass@host/a?token=b");
		assertThat(health("lake"))
			.isEqualTo(Health.up().withDetail("type", "test").withDetail("location", "https://host/a").build());
	}

	@Test
	void whenLocationIsUnknownThenItIsLeftOut() {
		this.stores.put("lake", new ConcurrentMapBackend());
		assertThat(health("lake").getDetails()).containsOnlyKeys("type");
	}

	@Test
	@DisplayName("1.4 Health shows the lease, and a private store is up although nobody may read it")
	void whenStoreIsLeasedThenHealthShowsTheLease() {
		this.level = AccessLevel.PRIVATE;
		this.stores.put("lake", new ConcurrentMapBackend());
		assertThat(health("lake").getStatus()).isEqualTo(Status.UP);
		assertThat(health("lake").getDetails()).containsEntry("lease", Map.of("fencingNumber", 0L));
		this.accesses.get("lake").acquire(LeaseRequest.of("worker-1"));
		Object expires = this.accesses.get("lake").lease().expires();
		assertThat(health("lake").getDetails()).containsEntry("lease",
				Map.of("fencingNumber", 1L, "holder", "worker-1", "expires", expires));
	}

	@Test
	void whenStoreFailsThenItIsDownWithoutSecrets() {
		this.stores.put("lake", probed(() -> {
			throw new StoreUnavailableException("Could not reach https://user:pass@host/a?token=b");
		}));
		assertThat(health("lake").getStatus()).isEqualTo(Status.DOWN);
		assertThat(health("lake").getDetails()).containsEntry("error",
				StoreUnavailableException.class.getName() + ": Could not reach https://host/a");
	}

	@Test
	void whenStoreFailsThatReportsOfItselfThenItIsDownWithWhatItReports() {
		this.stores.put("lake", new Reporting(() -> {
			throw new StoreUnavailableException("gone");
		}));
		assertThat(health("lake").getStatus()).isEqualTo(Status.DOWN);
		assertThat(health("lake").getDetails()).containsEntry("members", 3)
			.containsEntry("error", StoreUnavailableException.class.getName() + ": gone");
		this.stores.put("pond", new Reporting(this::hang));
		assertThat(health("pond").getStatus()).isEqualTo(Status.DOWN);
		assertThat(health("pond").getDetails()).containsEntry("members", 3)
			.containsEntry("error", "The store did not answer within 300 ms");
	}

	@Test
	void whenStoreHangsThenItIsDownInTime() {
		this.stores.put("lake", probed(this::hang));
		long start = System.nanoTime();
		Health health = health("lake");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("error", "The store did not answer within 300 ms");
	}

	@Test
	void whenStoreStillHangsThenThereIsNoFurtherProbe() {
		this.stores.put("lake", probed(this::hang));
		for (int i = 0; i < 5; i++) {
			assertThat(health("lake").getStatus()).isEqualTo(Status.DOWN);
		}
		assertThat(this.probes).hasValue(1);
	}

	@Test
	void whenStoreHangsNoLongerThenItIsUp() throws Exception {
		this.stores.put("lake", probed(this::hang));
		assertThat(health("lake").getStatus()).isEqualTo(Status.DOWN);
		this.release.countDown();
		Status status = Status.DOWN;
		for (int i = 0; i < 100 && !status.equals(Status.UP); i++) {
			Thread.sleep(20);
			status = health("lake").getStatus();
		}
		assertThat(status).isEqualTo(Status.UP);
	}

	@Test
	void whenProbeIsAnsweredByInterruptThenNextOneIsNew() {
		this.stores.put("lake", probed(() -> {
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				throw new StoreUnavailableException("interrupted", ex);
			}
		}));
		assertThat(health("lake").getDetails()).extractingByKey("error").asString().contains("did not answer");
		assertThat(health("lake").getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void whenSeveralStoresHangThenOneTimeoutPasses() {
		for (int i = 0; i < 20; i++) {
			this.stores.put("lake" + i, probed(this::hang));
		}
		long start = System.nanoTime();
		Map<String, Status> statuses = this.contributor.stream()
			.collect(Collectors.toMap(Entry::name,
					(entry) -> ((HealthIndicator) entry.contributor()).health().getStatus()));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(10));
		assertThat(statuses).hasSize(20).allSatisfy((name, status) -> assertThat(status).isEqualTo(Status.DOWN));
	}

	@Test
	void whenStreamedThenEachStoreIsProbedOnce() {
		this.stores.put("lake", probed(() -> {
		}));
		this.contributor.stream().forEach((entry) -> ((HealthIndicator) entry.contributor()).health());
		assertThat(this.probes).hasValue(1);
		health("lake");
		assertThat(this.probes).hasValue(2);
	}

	@Test
	void whenStoreComesAndGoesThenItsComponentDoesToo() {
		Function<ZarrHealthContributor, Set<String>> names = (
				health) -> health.stream().map(Entry::name).collect(Collectors.toSet());
		assertThat(names.apply(this.contributor)).isEmpty();
		this.stores.put("lake", new ConcurrentMapBackend());
		assertThat(names.apply(this.contributor)).containsExactly("lake");
		assertThat(this.contributor.getContributor("lake")).isSameAs(this.contributor.getContributor("lake"));
		this.stores.clear();
		assertThat(names.apply(this.contributor)).isEmpty();
		assertThat(this.contributor.getContributor("lake")).isNull();
	}

	@Test
	void whenThreadIsInterruptedThenItStaysSo() {
		this.stores.put("lake", probed(this::hang));
		Thread.currentThread().interrupt();
		assertThat(health("lake").getDetails()).containsEntry("error", "The check was interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	private Health health(String store) {
		return ((HealthIndicator) this.contributor.getContributor(store)).health();
	}

	/**
	 * Hangs whatever happens to its thread.
	 */
	private void hang() {
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				// As some clients do.
			}
		}
	}

	private StorageBackend probed(Runnable probe) {
		return new DelegatingBackend(new ConcurrentMapBackend()) {

			@Override
			public boolean exists(StoreKey key) {
				ZarrHealthContributorTests.this.probes.incrementAndGet();
				probe.run();
				return super.exists(key);
			}

		};
	}

	/**
	 * A store that is well as far as it knows.
	 */
	private static final class Reporting extends DelegatingBackend implements ReportingBackend {

		private final Runnable probe;

		private Reporting(Runnable probe) {
			super(new ConcurrentMapBackend());
			this.probe = probe;
		}

		@Override
		public boolean exists(StoreKey key) {
			this.probe.run();
			return super.exists(key);
		}

		@Override
		public Report report() {
			return new Report(Condition.UP, List.of(), List.of(), Map.of("members", 3));
		}

	}

}
