package io.github.zarrspring.spring.autoconfigure.partitioned;

import java.time.Duration;
import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.partitioned.ClusterWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What makes the application a member of a cluster. Stores with the same settings share
 * one membership.
 *
 * @param distributed whether the cluster may have other members
 * @param clusterName the name of the cluster
 * @param members addresses of other members
 * @param partitionCount the number of partitions
 * @param minimumMembers the number of members that maps need
 * @param shutdownTimeout how long to wait for others to take over
 */
record MemberSettings(boolean distributed, @Nullable String clusterName, List<String> members,
		@Nullable Integer partitionCount, @Nullable Integer minimumMembers, Duration shutdownTimeout) {

	private static final String DEFAULT_CLUSTER = "zarr";

	private static final String LOOPBACK = "127.0.0.1";

	static MemberSettings of(StoreProperties.Partitioned properties) {
		return new MemberSettings(properties.distributed(), properties.clusterName(), properties.members(),
				properties.partitionCount(), properties.minimumMembers(), properties.shutdownTimeout());
	}

	/**
	 * The name under which maps ask for the number of members.
	 * @return the name, {@code null} if any number is enough
	 */
	@Nullable String protection() {
		return (this.minimumMembers != null) ? "zarr-minimum-members" : null;
	}

	/**
	 * Hazelcast's own configuration, found where it always looks, with these settings in
	 * it and without what a library must not do unasked.
	 */
	Config config(@Nullable ClassLoader classLoader) {
		Config config = Config.load();
		boolean untouched = isUntouched(config);
		if (this.clusterName != null || untouched) {
			config.setClusterName((this.clusterName != null) ? this.clusterName : DEFAULT_CLUSTER);
		}
		NetworkConfig network = config.getNetworkConfig();
		if (untouched || !this.members.isEmpty() || !this.distributed) {
			join(network.getJoin());
		}
		if (!this.distributed) {
			network.getInterfaces().setEnabled(true).clear().addInterface(LOOPBACK);
			config.setProperty("hazelcast.socket.bind.any", "false");
		}
		if (this.partitionCount != null) {
			config.setProperty("hazelcast.partition.count", this.partitionCount.toString());
		}
		String protection = protection();
		if (protection != null && this.minimumMembers != null) {
			config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(protection, true, this.minimumMembers));
		}
		if (ClassUtils.isPresent("org.slf4j.Logger", classLoader)) {
			setDefault(config, "hazelcast.logging.type", "slf4j");
		}
		setDefault(config, "hazelcast.phone.home.enabled", "false");
		setDefault(config, "hazelcast.wait.seconds.before.join", "0");
		setDefault(config, "hazelcast.graceful.shutdown.max.wait",
				Long.toString(Math.max(1, this.shutdownTimeout.toSeconds())));
		// The application context shuts the member down, after what uses it.
		config.setProperty("hazelcast.shutdownhook.enabled", "false");
		config.setProperty(ClusterWatch.FAIL_ON_INDETERMINATE, "true");
		if (classLoader != null) {
			config.setClassLoader(classLoader);
		}
		return config;
	}

	private void join(JoinConfig join) {
		join.getAutoDetectionConfig().setEnabled(false);
		join.getMulticastConfig().setEnabled(false);
		// Without members too: all of a cluster have to look for each other in the same
		// way.
		join.getTcpIpConfig().setEnabled(this.distributed).setMembers(this.members);
	}

	private static void setDefault(Config config, String name, String value) {
		if (config.getProperty(name) == null) {
			config.setProperty(name, value);
		}
	}

	/**
	 * Whether the application has no configuration of Hazelcast of its own.
	 */
	private static boolean isUntouched(Config config) {
		return config.getConfigurationFile() == null && (config.getConfigurationUrl() == null
				|| config.getConfigurationUrl().getPath().endsWith("/hazelcast-default.xml"));
	}

}
