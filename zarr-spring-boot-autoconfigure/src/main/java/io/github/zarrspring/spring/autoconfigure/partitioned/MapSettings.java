package io.github.zarrspring.spring.autoconfigure.partitioned;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.partitioned.NewestLease;
import io.github.zarrspring.spring.partitioned.PartitionedBackend;
import org.jspecify.annotations.Nullable;

/**
 * Settles the configuration of the map of a store in a cluster. All members have the
 * same, also those that join later.
 */
final class MapSettings {

	private static final int MERGE_BATCH = 100;

	private MapSettings() {
	}

	static String name(StoreContext store, StoreProperties.Partitioned properties) {
		return (properties.map() != null) ? properties.map() : "zarr." + store.name();
	}

	/**
	 * Add the configuration of the map to the cluster, unless the application's own
	 * configuration of Hazelcast has one for it.
	 */
	static void settle(StoreContext store, StoreProperties.Partitioned properties, @Nullable String protection,
			HazelcastInstance instance, boolean member) {
		MapConfig wanted = config(name(store, properties), properties, protection);
		try {
			MapConfig found = member ? find(instance.getConfig(), wanted.getName()) : null;
			if (found != null) {
				check(store, wanted, found);
			}
			else {
				instance.getConfig().addMapConfig(wanted);
			}
			instance.getConfig()
				.addMapConfig(new MapConfig(PartitionedBackend.SETTINGS).setBackupCount(MapConfig.MAX_BACKUP_COUNT));
			instance.getConfig()
				.addMapConfig(beside((found != null) ? found : wanted, PartitionedBackend.leases(wanted.getName()),
						NewestLease.class.getName()));
			// Of two sides that were split, the larger one's locks are those that stay.
			instance.getConfig()
				.addMapConfig(beside((found != null) ? found : wanted, PartitionedBackend.locks(wanted.getName()),
						DiscardMergePolicy.class.getName()));
		}
		catch (HazelcastException | IllegalArgumentException ex) {
			throw PartitionedFailures.refusedMap(store, wanted.getName(), ex);
		}
	}

	private static @Nullable MapConfig find(Config config, String map) {
		MapConfig found = config.findMapConfig(map);
		return found.getName().equals("default") ? null : found;
	}

	private static MapConfig config(String map, StoreProperties.Partitioned properties, @Nullable String protection) {
		MapConfig config = new MapConfig(map).setBackupCount(properties.backupCount())
			.setInMemoryFormat(InMemoryFormat.BINARY)
			// For merge policies that ask when a value was written.
			.setPerEntryStatsEnabled(true)
			.setMergePolicyConfig(new MergePolicyConfig(properties.mergePolicy(), MERGE_BATCH));
		if (protection != null) {
			config.setSplitBrainProtectionName(protection);
		}
		if (properties.nearCache().enabled()) {
			config.setNearCacheConfig(nearCache(properties.nearCache()));
		}
		return config;
	}

	/**
	 * Leases and locks have as many backups as there can be: they must not be lost before
	 * what they protect.
	 */
	private static MapConfig beside(MapConfig values, String map, String mergePolicy) {
		MapConfig config = new MapConfig(map).setBackupCount(MapConfig.MAX_BACKUP_COUNT)
			.setInMemoryFormat(InMemoryFormat.BINARY)
			.setMergePolicyConfig(new MergePolicyConfig(mergePolicy, MERGE_BATCH));
		String protection = values.getSplitBrainProtectionName();
		return (protection != null) ? config.setSplitBrainProtectionName(protection) : config;
	}

	private static NearCacheConfig nearCache(StoreProperties.Partitioned.NearCache properties) {
		EvictionConfig eviction = new EvictionConfig().setEvictionPolicy(EvictionPolicy.LRU)
			.setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
			.setSize(properties.maxEntries());
		return new NearCacheConfig().setInMemoryFormat(InMemoryFormat.BINARY)
			.setTimeToLiveSeconds((int) Math.max(1, properties.timeToLive().toSeconds()))
			.setEvictionConfig(eviction);
	}

	private static void check(StoreContext store, MapConfig wanted, MapConfig found) {
		differ(store, found, "backup-count", wanted.getBackupCount(), found.getBackupCount());
		differ(store, found, "merge-policy", policy(wanted), policy(found));
		differ(store, found, "near-cache.enabled", wanted.isNearCacheEnabled(), found.isNearCacheEnabled());
		String protection = wanted.getSplitBrainProtectionName();
		if (protection != null) {
			differ(store, found, "minimum-members", protection, String.valueOf(found.getSplitBrainProtectionName()));
		}
		if (found.getEvictionConfig().getEvictionPolicy() != EvictionPolicy.NONE || found.getTimeToLiveSeconds() != 0
				|| found.getMaxIdleSeconds() != 0) {
			throw PartitionedFailures.forgetfulMap(store, found.getName());
		}
	}

	/**
	 * A policy of Hazelcast by its short name, whichever way it is written.
	 */
	private static String policy(MapConfig config) {
		String policy = config.getMergePolicyConfig().getPolicy();
		return policy.startsWith("com.hazelcast.") ? policy.substring(policy.lastIndexOf('.') + 1) : policy;
	}

	private static void differ(StoreContext store, MapConfig found, String property, Object wanted, Object actual) {
		if (!wanted.equals(actual)) {
			throw PartitionedFailures.otherMap(store, found.getName(), property, wanted, actual);
		}
	}

}
