package io.github.zarrspring.spring.partitioned;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.spring.health.ZarrHealthContributor;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The store 'grid' of an application, and what tests do with it.
 *
 * @param application the application
 */
record Grid(ConfigurableApplicationContext application) implements AutoCloseable {

	/**
	 * What keeps the members of tests to themselves: a free port on the loopback
	 * interface.
	 */
	static final List<String> LOCAL = List.of("hz.network.port.port=0", "hazelcast.local.localAddress=127.0.0.1");

	/**
	 * Start an application as a member.
	 * @param members the addresses of members, separated by commas, empty for a new
	 * cluster
	 * @param properties further properties
	 * @return its store, which closes it
	 */
	static Grid start(String members, String... properties) {
		List<String> all = new ArrayList<>(List.of("zarr.stores.grid.partitioned.members=" + members));
		all.addAll(List.of(properties));
		return start(List.of(GridApplication.class), all);
	}

	static Grid start(List<Class<?>> sources, List<String> properties) {
		beLocal();
		List<String> all = new ArrayList<>(List.of("spring.main.banner-mode=off", "spring.main.log-startup-info=false",
				"logging.level.root=warn", "logging.level.com.hazelcast=error",
				"logging.level.org.springframework.boot.diagnostics=off", "zarr.stores.grid.type=partitioned"));
		all.addAll(properties);
		return new Grid(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties(all.toArray(String[]::new))
			.run());
	}

	static void beLocal() {
		LOCAL.forEach((property) -> System.getProperties()
			.putIfAbsent(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1)));
	}

	/**
	 * Print what a test has measured.
	 */
	static void report(String what) {
		System.out.println(what);
	}

	/**
	 * A client of the cluster.
	 */
	static HazelcastInstance client(String... addresses) {
		ClientConfig config = new ClientConfig();
		config.setClusterName("zarr");
		config.setProperty("hazelcast.logging.type", "slf4j");
		config.getNetworkConfig().addAddress(addresses);
		return HazelcastClient.newHazelcastClient(config);
	}

	ZarrTemplate zarr() {
		return this.application.getBean("gridZarrTemplate", ZarrTemplate.class);
	}

	StorageBackend backend() {
		return this.application.getBean("gridStorageBackend", StorageBackend.class);
	}

	PartitionedBackend partitioned() {
		return Objects.requireNonNull(DelegatingBackend
			.find(this.application.getBean(BackendRegistry.class).get("grid"), PartitionedBackend.class));
	}

	RecordedEvents events() {
		return this.application.getBean(RecordedEvents.class);
	}

	HazelcastInstance instance() {
		return partitioned().instance();
	}

	String address() {
		Member member = instance().getCluster().getLocalMember();
		return member.getAddress().getHost() + ':' + member.getAddress().getPort();
	}

	void awaitSafe(int members) throws Exception {
		awaitSafe(instance(), members);
	}

	static void awaitSafe(HazelcastInstance instance, int members) throws Exception {
		Await.until("a safe cluster of " + members, () -> instance.getCluster().getMembers().size() == members
				&& instance.getPartitionService().isClusterSafe());
	}

	Health health() {
		HealthIndicator indicator = (HealthIndicator) this.application.getBean(ZarrHealthContributor.class)
			.getContributor("grid");
		return indicator.health();
	}

	/**
	 * Another backend on the same map over another instance, which tests close.
	 */
	PartitionedBackend over(HazelcastInstance instance) {
		return PartitionedBackend.create("grid", instance, "zarr.grid", Placement.of(Affinity.CHUNK),
				new ClusterWatch(instance, (event) -> {
				}), Expectation.ofCopies(2), false);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
