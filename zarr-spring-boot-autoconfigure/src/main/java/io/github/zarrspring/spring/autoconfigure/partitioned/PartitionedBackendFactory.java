package io.github.zarrspring.spring.autoconfigure.partitioned;

import java.util.Map;

import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.PartitioningStrategy;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.partitioned.Affinity;
import io.github.zarrspring.spring.partitioned.ClusterWatch;
import io.github.zarrspring.spring.partitioned.Expectation;
import io.github.zarrspring.spring.partitioned.PartitionedBackend;
import io.github.zarrspring.spring.partitioned.Placement;
import io.github.zarrspring.storage.StorageBackend;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes stores of the type {@code partitioned}.
 */
class PartitionedBackendFactory implements StorageBackendFactory {

	static final String TYPE = "partitioned";

	private static final Log logger = LogFactory.getLog(PartitionedBackendFactory.class);

	private static final int MOST_PARTITIONS = 100_000;

	private final HazelcastBeans beans;

	private final Clusters clusters;

	PartitionedBackendFactory(HazelcastBeans beans, Clusters clusters) {
		this.beans = beans;
		this.clusters = clusters;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String location(StoreContext context) {
		return "map " + MapSettings.name(context, context.bind(StoreProperties.Partitioned.class));
	}

	@Override
	public StorageBackend create(StoreContext context) {
		StoreProperties.Partitioned properties = context.bind(StoreProperties.Partitioned.class);
		check(context, properties);
		HazelcastInstance found = properties.distributed() ? this.beans.instance(context, properties.instance()) : null;
		HazelcastInstance instance = (found != null) ? found : join(context, properties);
		ClusterWatch watch = this.clusters.watch(instance);
		if (found != null) {
			checkFound(context, properties, watch);
		}
		else {
			warnIfAlone(context, properties, watch);
		}
		Map<String, String> unfit = watch.checkMembers();
		if (!unfit.isEmpty()) {
			throw PartitionedFailures.unfitMembers(context, watch.cluster(), unfit);
		}
		MapSettings.settle(context, properties, MemberSettings.of(properties).protection(), instance, watch.isMember());
		try {
			return PartitionedBackend.create(context.name(), instance, MapSettings.name(context, properties),
					placement(context, properties), watch, expectation(properties), properties.nearCache().enabled());
		}
		catch (StoreFailureException ex) {
			throw PartitionedFailures.otherPlacement(context, ex.getReason(), ex);
		}
	}

	private static Expectation expectation(StoreProperties.Partitioned properties) {
		return new Expectation(properties.backupCount() + 1, properties.minimumMembers(), properties.members(),
				properties.distributed());
	}

	/**
	 * The first member starts alone, and so does one that the network keeps from the
	 * others.
	 */
	private static void warnIfAlone(StoreContext context, StoreProperties.Partitioned properties, ClusterWatch watch) {
		if (!properties.members().isEmpty() && watch.joined(properties.members()).isEmpty()) {
			logger.warn(("Store '%s' has joined none of the members that '%s' lists: %s. %s").formatted(context.name(),
					context.propertyName("members"), String.join(", ", properties.members()),
					(properties.minimumMembers() != null)
							? "It waits until the cluster has %s members".formatted(properties.minimumMembers())
							: "It works alone: if they are running, what is written here and there is apart. Set '%s' to wait for them"
								.formatted(context.propertyName("minimum-members"))));
		}
	}

	private HazelcastInstance join(StoreContext context, StoreProperties.Partitioned properties) {
		try {
			return this.clusters.join(MemberSettings.of(properties));
		}
		catch (RuntimeException ex) {
			throw PartitionedFailures.noMembership(context, properties.clusterName(), ex);
		}
	}

	private Placement placement(StoreContext context, StoreProperties.Partitioned properties) {
		PartitioningStrategy<String> strategy = this.beans.strategy(context, properties.partitioningStrategy());
		if (strategy == null) {
			return Placement.of(properties.affinity());
		}
		if (properties.affinity() != Affinity.CHUNK) {
			throw PartitionedFailures.ofNoUse(context, "affinity", "there is a PartitioningStrategy bean",
					"Remove the property or the bean.");
		}
		return Placement.by(strategy);
	}

	private static void check(StoreContext context, StoreProperties.Partitioned properties) {
		range(context, "backup-count", properties.backupCount(), 0, MapConfig.MAX_BACKUP_COUNT);
		range(context, "partition-count", properties.partitionCount(), 1, MOST_PARTITIONS);
		range(context, "minimum-members", properties.minimumMembers(), 2, Integer.MAX_VALUE);
		range(context, "near-cache.max-entries", properties.nearCache().maxEntries(), 1, Integer.MAX_VALUE);
		if (!properties.distributed()) {
			String reason = "the store is not distributed";
			String action = "Remove the property, or set '%s' to true.".formatted(context.propertyName("distributed"));
			ofNoUse(context, "members", !properties.members().isEmpty(), reason, action);
			ofNoUse(context, "instance", properties.instance() != null, reason, action);
			ofNoUse(context, "minimum-members", properties.minimumMembers() != null, reason, action);
		}
	}

	/**
	 * What an instance of the application has settled already.
	 */
	private static void checkFound(StoreContext context, StoreProperties.Partitioned properties, ClusterWatch watch) {
		String reason = "the application has a HazelcastInstance bean";
		String action = "Remove the property, and set in Hazelcast's own configuration what it is to do.";
		ofNoUse(context, "cluster-name", properties.clusterName() != null, reason, action);
		ofNoUse(context, "members", !properties.members().isEmpty(), reason, action);
		ofNoUse(context, "partition-count", properties.partitionCount() != null, reason, action);
		ofNoUse(context, "minimum-members", properties.minimumMembers() != null, reason, action);
		ofNoUse(context, "near-cache.enabled", properties.nearCache().enabled() && !watch.isMember(),
				"the HazelcastInstance bean is a client", action);
	}

	private static void ofNoUse(StoreContext context, String key, boolean set, String reason, String action) {
		if (set) {
			throw PartitionedFailures.ofNoUse(context, key, reason, action);
		}
	}

	private static void range(StoreContext context, String key, @Nullable Integer value, int least, int most) {
		if (value != null && (value < least || value > most)) {
			throw PartitionedFailures.outOfRange(context, key, value, least, most);
		}
	}

}
