package io.github.zarrspring.spring.autoconfigure.partitioned;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.PartitioningStrategy;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.spring.autoconfigure.StartupFailure;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.metrics.ZarrMetricsAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.metrics.ZarrPartitionedMetricsAutoConfiguration;
import io.github.zarrspring.spring.partitioned.ClusterEvent;
import io.github.zarrspring.spring.partitioned.PartitionedBackend;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.Lease;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrPartitionedAutoConfiguration}.
 */
class ZarrPartitionedAutoConfigurationTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrPartitionedAutoConfiguration.class,
				ZarrPartitionedMetricsAutoConfiguration.class))
		.withPropertyValues("zarr.stores.grid.type=partitioned");

	@BeforeEach
	void beLocal() {
		System.setProperty("hz.network.port.port", "0");
		System.setProperty("hazelcast.local.localAddress", "127.0.0.1");
	}

	private static PartitionedBackend backend(ApplicationContext context, String store) {
		return Objects.requireNonNull(
				DelegatingBackend.find(context.getBean(BackendRegistry.class).get(store), PartitionedBackend.class));
	}

	private static HazelcastInstance instance(ApplicationContext context, String store) {
		return backend(context, store).instance();
	}

	private static String address(HazelcastInstance instance) {
		return "127.0.0.1:" + instance.getCluster().getLocalMember().getAddress().getPort();
	}

	@Test
	@DisplayName("5.1 Without anything else the application is a member of its own, found by nobody who does not know it")
	void whenNothingIsConfiguredThenMemberIsMade() {
		this.contextRunner.run((context) -> {
			HazelcastInstance instance = instance(context, "grid");
			Config config = instance.getConfig();
			JoinConfig join = config.getNetworkConfig().getJoin();
			assertThat(config.getClusterName()).isEqualTo("zarr");
			assertThat(join.getMulticastConfig().isEnabled()).isFalse();
			assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
			assertThat(join.getTcpIpConfig().getMembers()).isEmpty();
			assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
			assertThat(config.getProperty("hazelcast.shutdownhook.enabled")).isEqualTo("false");
			assertThat(config.getProperty("hazelcast.operation.fail.on.indeterminate.state")).isEqualTo("true");
			assertThat(config.getProperty("hazelcast.graceful.shutdown.max.wait")).isEqualTo("300");
			MapConfig map = config.findMapConfig("zarr.grid");
			assertThat(map.getBackupCount()).isEqualTo(1);
			assertThat(map.getMergePolicyConfig().getPolicy()).isEqualTo("LatestUpdateMergePolicy");
			assertThat(map.isPerEntryStatsEnabled()).isTrue();
			assertThat(context).doesNotHaveBean(HazelcastInstance.class);
			assertThat(context.getBean(BackendRegistry.class).describe("grid").location()).isEqualTo("map zarr.grid");
		});
		assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
	}

	@Test
	@DisplayName("5.7 The number of partitions, that of backups and the rest are settings")
	void whenPropertiesAreSetThenTheyApply() {
		this.contextRunner
			.withPropertyValues("zarr.stores.grid.partitioned.backup-count=2",
					"zarr.stores.grid.partitioned.partition-count=31", "zarr.stores.grid.partitioned.cluster-name=mine",
					"zarr.stores.grid.partitioned.map=shared",
					"zarr.stores.grid.partitioned.merge-policy=PutIfAbsentMergePolicy",
					"zarr.stores.grid.partitioned.shutdown-timeout=20s")
			.run((context) -> {
				HazelcastInstance instance = instance(context, "grid");
				assertThat(instance.getPartitionService().getPartitions()).hasSize(31);
				assertThat(instance.getConfig().getClusterName()).isEqualTo("mine");
				assertThat(instance.getConfig().getProperty("hazelcast.graceful.shutdown.max.wait")).isEqualTo("20");
				MapConfig map = instance.getConfig().findMapConfig("shared");
				assertThat(map.getBackupCount()).isEqualTo(2);
				assertThat(map.getMergePolicyConfig().getPolicy()).isEqualTo("PutIfAbsentMergePolicy");
				MapConfig lease = instance.getConfig().findMapConfig("zarr:lease:shared");
				assertThat(lease.getBackupCount()).isEqualTo(MapConfig.MAX_BACKUP_COUNT);
				assertThat(lease.getMergePolicyConfig().getPolicy()).endsWith(".NewestLease");
			});
	}

	@Test
	void whenStoresHaveTheSameClusterThenTheyShareTheMember() {
		this.contextRunner.withPropertyValues("zarr.stores.other.type=partitioned").run((context) -> {
			assertThat(instance(context, "grid")).isSameAs(instance(context, "other"));
			backend(context, "grid").write(KEY, ByteBuffer.allocate(1));
			assertThat(backend(context, "grid").exists(KEY)).isTrue();
			assertThat(backend(context, "other").exists(KEY)).isFalse();
		});
	}

	@Test
	@DisplayName("5.1 distributed: false keeps to this application alone")
	void whenNotDistributedThenMemberIsAlone() {
		this.contextRunner.withPropertyValues("zarr.stores.grid.partitioned.distributed=false")
			.withUserConfiguration(MemberConfiguration.class)
			.run((context) -> {
				HazelcastInstance instance = instance(context, "grid");
				assertThat(instance).isNotSameAs(context.getBean(HazelcastInstance.class));
				assertThat(instance.getConfig().getNetworkConfig().getJoin().getTcpIpConfig().isEnabled()).isFalse();
				assertThat(instance.getConfig().getNetworkConfig().getInterfaces().getInterfaces())
					.containsExactly("127.0.0.1");
				assertThat(instance.getConfig().getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
				StorageBackend backend = backend(context, "grid");
				backend.write(KEY, ByteBuffer.allocate(3));
				assertThat(backend.info()).isEqualTo(new StoreInfo(1, 3));
			});
	}

	@Test
	@DisplayName("5.1 The application's own HazelcastInstance is used and stays the application's")
	void whenThereIsInstanceThenItIsUsed() {
		this.contextRunner.withUserConfiguration(MemberConfiguration.class).run((context) -> {
			HazelcastInstance instance = context.getBean(HazelcastInstance.class);
			assertThat(instance(context, "grid")).isSameAs(instance);
			backend(context, "grid").write(KEY, ByteBuffer.allocate(1));
			context.getBean(Clusters.class).destroy();
			assertThat(instance.getLifecycleService().isRunning()).isTrue();
		});
	}

	@Test
	void whenThereAreSeveralInstancesThenOneIsNamed() {
		ApplicationContextRunner several = this.contextRunner.withUserConfiguration(MemberConfiguration.class,
				OtherMemberConfiguration.class);
		assertThat(StartupFailure.of(several).getDescription()).contains("several beans", "otherMember, ownMember");
		several.withPropertyValues("zarr.stores.grid.partitioned.instance=otherMember")
			.run((context) -> assertThat(instance(context, "grid")).isSameAs(context.getBean("otherMember")));
		assertThat(StartupFailure.of(several.withPropertyValues("zarr.stores.grid.partitioned.instance=third"))
			.getDescription()).contains("does not exist", "\"third\"");
	}

	@Test
	@DisplayName("5.9 A member that would take a lost answer for a conflict is refused")
	void whenMemberRepeatsLostCallsThenItIsRefused() {
		FailureAnalysis failure = StartupFailure
			.of(this.contextRunner.withUserConfiguration(CarelessMemberConfiguration.class));
		assertThat(failure.getDescription()).contains("cannot keep store 'grid'",
				"hazelcast.operation.fail.on.indeterminate.state");
		assertThat(failure.getAction()).contains("'true'");
	}

	@Test
	void whenLibraryIsMissingThenDependencyIsNamed() {
		FailureAnalysis failure = StartupFailure
			.of(this.contextRunner.withClassLoader(new FilteredClassLoader("com.hazelcast")));
		assertThat(failure.getAction()).contains("com.hazelcast:hazelcast");
	}

	@Test
	void whenValueIsOutOfRangeThenPropertyIsNamed() {
		Map.of("backup-count", "7", "partition-count", "0", "minimum-members", "1", "near-cache.max-entries", "0")
			.forEach((property, value) -> assertThat(StartupFailure
				.of(this.contextRunner.withPropertyValues("zarr.stores.grid.partitioned." + property + "=" + value))
				.getDescription()).contains("zarr.stores.grid.partitioned." + property, value));
	}

	@Test
	void whenPropertyWouldHaveNoEffectThenItIsRefused() {
		ApplicationContextRunner withInstance = this.contextRunner.withUserConfiguration(MemberConfiguration.class);
		for (String property : List.of("cluster-name=x", "members=x", "partition-count=9", "minimum-members=2")) {
			assertThat(StartupFailure.of(withInstance.withPropertyValues("zarr.stores.grid.partitioned." + property))
				.getDescription()).contains("no effect", "HazelcastInstance bean");
		}
		assertThat(StartupFailure
			.of(this.contextRunner.withPropertyValues("zarr.stores.grid.partitioned.distributed=false",
					"zarr.stores.grid.partitioned.members=x"))
			.getDescription()).contains("not distributed");
	}

	@Test
	void whenOwnMapConfigurationDiffersThenItIsRefused() {
		MemberConfiguration.map = new MapConfig("zarr.*").setBackupCount(3);
		try {
			assertThat(StartupFailure.of(this.contextRunner.withUserConfiguration(MemberConfiguration.class))
				.getDescription()).contains("backup-count", "'zarr.*' has 3");
			MemberConfiguration.map = new MapConfig("zarr.*")
				.setEvictionConfig(new EvictionConfig().setEvictionPolicy(EvictionPolicy.LRU))
				.setPerEntryStatsEnabled(true);
			MemberConfiguration.map.getMergePolicyConfig().setPolicy("LatestUpdateMergePolicy");
			assertThat(StartupFailure.of(this.contextRunner.withUserConfiguration(MemberConfiguration.class))
				.getDescription()).contains("would forget");
		}
		finally {
			MemberConfiguration.map = null;
		}
	}

	@Test
	@DisplayName("5.2 Members that would place values differently, or keep other numbers of backups, are refused")
	void whenMembersDisagreeThenTheSecondIsRefused() {
		this.contextRunner.run((first) -> {
			ApplicationContextRunner second = this.contextRunner
				.withPropertyValues("zarr.stores.grid.partitioned.members=" + address(instance(first, "grid")));
			FailureAnalysis failure = StartupFailure
				.of(second.withPropertyValues("zarr.stores.grid.partitioned.affinity=array"));
			assertThat(failure.getDescription()).contains("wrong places", "'chunk'", "'array'");
			assertThat(StartupFailure.of(second.withPropertyValues("zarr.stores.grid.partitioned.backup-count=0"))
				.getDescription()).contains("backup-count");
		});
	}

	@Test
	@DisplayName("5.6 A PartitioningStrategy bean decides what is kept together")
	void whenThereIsStrategyThenItPlacesValues() {
		this.contextRunner.withUserConfiguration(StrategyConfiguration.class)
			.withPropertyValues("zarr.stores.grid.partitioned.partition-count=271")
			.run((context) -> {
				HazelcastInstance instance = instance(context, "grid");
				int partition = instance.getPartitionService().getPartition("together").getPartitionId();
				PartitionedBackend backend = backend(context, "grid");
				for (int i = 0; i < 50; i++) {
					backend.write(StoreKey.of("a/c/" + i), ByteBuffer.allocate(1));
				}
				assertThat(backend.info("a/").entries()).isEqualTo(50);
				assertThat(backend.partition(StoreKey.of("a/c/1"))).isEqualTo(partition);
				assertThat(backend.partition(StoreKey.of("b/c/2"))).isEqualTo(partition);
			});
	}

	@Test
	@DisplayName("5.6 The application is told who joins and leaves and what is lost")
	void whenMembersComeAndGoThenApplicationIsTold() {
		this.contextRunner.withUserConfiguration(EventConfiguration.class)
			.withPropertyValues("zarr.stores.grid.partitioned.backup-count=0")
			.run((context) -> {
				List<ClusterEvent> events = context.getBean(EventConfiguration.class).events;
				this.contextRunner
					.withPropertyValues("zarr.stores.grid.partitioned.backup-count=0",
							"zarr.stores.grid.partitioned.members=" + address(instance(context, "grid")))
					.run((other) -> {
						HazelcastInstance dying = instance(other, "grid");
						while (!dying.getPartitionService().isClusterSafe() || dying.getPartitionService()
							.getPartitions()
							.stream()
							.noneMatch((partition) -> partition.getOwner().localMember())) {
							Thread.sleep(20);
						}
						dying.getLifecycleService().terminate();
					});
				await(events, ClusterEvent.DataLost.class);
				await(events, ClusterEvent.MemberJoined.class);
				await(events, ClusterEvent.MemberLeft.class);
				await(events, ClusterEvent.MigrationStarted.class);
				await(events, ClusterEvent.MigrationFinished.class);
				assertThat(events).filteredOn(ClusterEvent.DataLost.class::isInstance)
					.allMatch((event) -> ((ClusterEvent.DataLost) event).store().equals("grid"));
				assertThat(backend(context, "grid").report().problems()).singleElement()
					.asString()
					.contains("were lost");
			});
	}

	private static void await(List<ClusterEvent> events, Class<?> type) throws InterruptedException {
		for (int i = 0; i < 3000 && events.stream().noneMatch(type::isInstance); i++) {
			Thread.sleep(20);
		}
		assertThat(events).hasAtLeastOneElementOfType(type);
	}

	@Test
	@DisplayName("5.4 With a minimum of members, fewer refuse to read and write")
	void whenThereAreTooFewMembersThenCallsFail() {
		this.contextRunner.withPropertyValues("zarr.stores.grid.partitioned.minimum-members=2").run((context) -> {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> backend(context, "grid").write(KEY, ByteBuffer.allocate(1)))
				.withMessageContaining("minimum-members");
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> backend(context, "grid").read(KEY));
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> context.getBean("gridZarrTemplate", ZarrTemplate.class).lease("one"))
				.withMessageContaining("minimum-members");
		});
	}

	@Test
	@DisplayName("5.3 At its end the application hands over what it keeps, after its beans have written their last")
	void whenApplicationEndsThenOthersTakeOver() {
		this.contextRunner.withPropertyValues("zarr.stores.grid.partitioned.backup-count=0").run((stays) -> {
			this.contextRunner.withUserConfiguration(LastWriterConfiguration.class)
				.withPropertyValues("zarr.stores.grid.partitioned.backup-count=0",
						"zarr.stores.grid.partitioned.members=" + address(instance(stays, "grid")))
				.run((goes) -> {
					for (int i = 0; i < 200; i++) {
						backend(goes, "grid").write(StoreKey.of("a/c/" + i), ByteBuffer.allocate(1));
					}
				});
			assertThat(backend(stays, "grid").info("a/").entries()).isEqualTo(200);
			assertThat(backend(stays, "grid").exists(StoreKey.of("last"))).isTrue();
		});
	}

	@Test
	@DisplayName("5.1 What a member sees and keeps is measured")
	void whenThereIsMeterRegistryThenMemberIsMeasured() {
		this.contextRunner.withUserConfiguration(MeterConfiguration.class)
			.withConfiguration(AutoConfigurations.of(ZarrMetricsAutoConfiguration.class))
			.run((context) -> {
				StorageBackend backend = context.getBean("gridStorageBackend", StorageBackend.class);
				backend.write(KEY, ByteBuffer.allocate(1000));
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("zarr.partitioned.members").tag("store", "grid").gauge().value()).isEqualTo(1);
				assertThat(meters.get("zarr.partitioned.entries").tag("copy", "owned").gauge().value()).isEqualTo(1);
				assertThat(meters.get("zarr.partitioned.memory").tag("copy", "owned").gauge().value())
					.isGreaterThan(1000);
				assertThat(meters.get("zarr.partitioned.entries").tag("copy", "backup").gauge().value()).isZero();
				assertThat(meters.get("zarr.partitioned.answers").tag("outcome", "unknown").functionCounter().count())
					.isZero();
				try (Lease lease = context.getBean("gridZarrTemplate", ZarrTemplate.class).lease("one")) {
					awaitGauge(meters, "zarr.store.lease.held", 1);
					awaitGauge(meters, "zarr.store.lease.fencing.number", lease.fencingNumber());
				}
				context.getBean(BackendRegistry.class).unregister("grid");
				assertThat(meters.find("zarr.partitioned.members").gauge()).isNull();
			});
	}

	private static void awaitGauge(MeterRegistry meters, String name, double value) throws InterruptedException {
		Gauge gauge = meters.get(name).tag("store", "grid").gauge();
		for (int i = 0; i < 1500 && gauge.value() != value; i++) {
			Thread.sleep(20);
		}
		assertThat(gauge.value()).isEqualTo(value);
	}

	private static HazelcastInstance member(boolean careful, MapConfig... maps) {
		Config config = new Config();
		config.setClusterName("own");
		config.getNetworkConfig().setPort(0).getJoin().getAutoDetectionConfig().setEnabled(false);
		config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
		config.setProperty("hazelcast.phone.home.enabled", "false");
		config.setProperty("hazelcast.logging.type", "slf4j");
		config.setProperty("hazelcast.operation.fail.on.indeterminate.state", String.valueOf(careful));
		for (MapConfig map : maps) {
			config.addMapConfig(map);
		}
		return Hazelcast.newHazelcastInstance(config);
	}

	@Configuration(proxyBeanMethods = false)
	static class MemberConfiguration {

		private static @Nullable MapConfig map;

		@Bean(destroyMethod = "shutdown")
		HazelcastInstance ownMember() {
			return (map != null) ? member(true, map) : member(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherMemberConfiguration {

		@Bean(destroyMethod = "shutdown")
		HazelcastInstance otherMember() {
			return member(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CarelessMemberConfiguration {

		@Bean(destroyMethod = "shutdown")
		HazelcastInstance carelessMember() {
			return member(false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StrategyConfiguration {

		@Bean
		PartitioningStrategy<String> strategy() {
			return (key) -> "together";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MeterConfiguration {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EventConfiguration {

		private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void record(ClusterEvent event) {
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LastWriterConfiguration {

		@Bean
		LastWriter lastWriter(@Qualifier("grid") StorageBackend backend) {
			return new LastWriter(backend);
		}

	}

	record LastWriter(StorageBackend backend) implements AutoCloseable {

		@Override
		public void close() {
			this.backend.write(StoreKey.of("last"), ByteBuffer.allocate(1));
		}

	}

}
