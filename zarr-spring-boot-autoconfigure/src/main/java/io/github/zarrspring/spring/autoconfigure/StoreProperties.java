package io.github.zarrspring.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.zarrspring.spring.partitioned.Affinity;
import io.github.zarrspring.storage.filesystem.Sync;
import io.github.zarrspring.storage.memory.Ordering;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one store.
 *
 * @param type Type of the store, a built-in one or that of a StorageBackendFactory bean.
 * @param readOnly Whether writes to the store are refused.
 * @param concurrentMap Stores of the type concurrent-map.
 * @param filesystem Stores of the type filesystem.
 * @param jpa Stores of the type jpa.
 * @param partitioned Stores of the type partitioned.
 */
public record StoreProperties(@Nullable String type, @DefaultValue("false") boolean readOnly,
		@DefaultValue ConcurrentMap concurrentMap, @DefaultValue Filesystem filesystem, @DefaultValue Jpa jpa,
		@DefaultValue Partitioned partitioned) {

	/**
	 * Stores in the memory of the application.
	 *
	 * @param ordering How keys are kept. Listing is faster where they are sorted, all
	 * else where they are hashed.
	 */
	public record ConcurrentMap(@DefaultValue("hash") Ordering ordering) {
	}

	/**
	 * Stores in a directory.
	 *
	 * @param path Directory of the store, made at the first write.
	 * @param sync What writes wait for: the operating system (never), or the device, so
	 * that they survive the loss of power (always).
	 */
	public record Filesystem(@Nullable String path, @DefaultValue("never") Sync sync) {
	}

	/**
	 * Stores in a table of the application's database, written in its transactions.
	 *
	 * @param tableName Name of the table: letters, digits and underscores. Several stores
	 * can share one.
	 * @param schema Schema that the table is in. That of the connection unless set.
	 * @param initializeSchema When a table that does not exist is made.
	 * @param schemaLocation Script that makes the table, in which @@table@@ stands for
	 * its name and @@platform@@ in the location for the database. There are scripts for
	 * h2 and postgresql unless set.
	 * @param entityManagerFactory Name of the EntityManagerFactory bean whose
	 * transactions are joined. Needed if there are several and none is primary.
	 * @param readDataSource Name of the DataSource bean, such as that of a replica, where
	 * reads within read-only transactions go.
	 */
	public record Jpa(@DefaultValue("zarr_entry") String tableName, @Nullable String schema,
			@DefaultValue("embedded") SchemaInitialization initializeSchema,
			@DefaultValue("classpath:io/github/zarrspring/spring/jpa/schema-@@platform@@.sql") String schemaLocation,
			@Nullable String entityManagerFactory, @Nullable String readDataSource) {
	}

	/**
	 * Stores in a map that is spread and replicated over the members of a cluster.
	 *
	 * @param map Name of the map. That of the store after 'zarr.' unless set.
	 * @param instance Name of the HazelcastInstance bean, a member or a client, that the
	 * map is in. Needed if there are several and none is primary. Without such a bean the
	 * application becomes a member.
	 * @param distributed Whether the application forms a cluster with others. If not, it
	 * keeps the values by itself.
	 * @param clusterName Name of the cluster that the application joins as a member.
	 * Unless set, that of Hazelcast's own configuration, without such a one 'zarr'.
	 * @param members Addresses of members, such as host:5701, one of which must answer
	 * for the application to join them. Hazelcast's own configuration has further ways of
	 * discovery.
	 * @param partitionCount Number of parts that all maps of the cluster are divided into
	 * and that are spread over its members. That of Hazelcast, 271, unless set.
	 * @param minimumMembers Number of members that the cluster must have for reads and
	 * writes. Of a cluster that the network has split in two, the half with fewer refuses
	 * both. Any number is enough unless set.
	 * @param backupCount Number of members that have a copy of each value beside the one
	 * that it belongs to. So many members can be lost at once.
	 * @param affinity What is kept together on one member. The more is, the fewer members
	 * share the work.
	 * @param partitioningStrategy Name of the PartitioningStrategy bean that decides what
	 * is kept together. Needed if there are several and none is primary.
	 * @param mergePolicy Merge policy of Hazelcast that decides which value stays when
	 * the network had split the cluster, by its name or class.
	 * @param nearCache Copies of values that the application has read from other members.
	 * @param shutdownTimeout How long the application waits at its end for other members
	 * to take over what it keeps.
	 */
	public record Partitioned(@Nullable String map, @Nullable String instance,
			@DefaultValue("true") boolean distributed, @Nullable String clusterName, @DefaultValue List<String> members,
			@Nullable Integer partitionCount, @Nullable Integer minimumMembers, @DefaultValue("1") int backupCount,
			@DefaultValue("chunk") Affinity affinity, @Nullable String partitioningStrategy,
			@DefaultValue("LatestUpdateMergePolicy") String mergePolicy, @DefaultValue NearCache nearCache,
			@DefaultValue("5m") Duration shutdownTimeout) {

		/**
		 * Copies of values that the application has read from other members. They can be
		 * older than the values.
		 *
		 * @param enabled Whether there are copies.
		 * @param maxEntries Number of copies that are kept.
		 * @param timeToLive How long a copy is kept at most.
		 */
		public record NearCache(@DefaultValue("false") boolean enabled, @DefaultValue("1000") int maxEntries,
				@DefaultValue("1m") Duration timeToLive) {
		}

	}

}
