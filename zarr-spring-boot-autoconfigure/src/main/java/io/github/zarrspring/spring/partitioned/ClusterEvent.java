package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.UUID;

/**
 * What happens to the cluster that stores are in, published as an event of the
 * application: {@code @EventListener void lost(ClusterEvent.DataLost event)}. Listeners
 * are called on a thread of Hazelcast and should hand over what takes long. Each member
 * publishes what it sees.
 */
public sealed interface ClusterEvent {

	/**
	 * The name of the cluster.
	 * @return the name
	 */
	String cluster();

	/**
	 * A member has joined.
	 *
	 * @param cluster the name of the cluster
	 * @param member the id of the member
	 * @param address its address
	 * @param members the number of members that there are now
	 */
	record MemberJoined(String cluster, UUID member, String address, int members) implements ClusterEvent {
	}

	/**
	 * A member has left or is gone.
	 *
	 * @param cluster the name of the cluster
	 * @param member the id of the member
	 * @param address its address
	 * @param members the number of members that there are now
	 */
	record MemberLeft(String cluster, UUID member, String address, int members) implements ClusterEvent {
	}

	/**
	 * Members begin to hand over data to each other.
	 *
	 * @param cluster the name of the cluster
	 * @param planned the number of copies of partitions that will move
	 */
	record MigrationStarted(String cluster, int planned) implements ClusterEvent {
	}

	/**
	 * Members have handed over data to each other.
	 *
	 * @param cluster the name of the cluster
	 * @param completed the number of copies of partitions that have moved
	 * @param remaining the number of those that were to move and did not
	 * @param took how long it took
	 */
	record MigrationFinished(String cluster, int completed, int remaining, Duration took) implements ClusterEvent {
	}

	/**
	 * More members went at once than there were backups: what a store had in a partition
	 * is lost, and reads as missing.
	 *
	 * @param cluster the name of the cluster
	 * @param store the name of the store
	 * @param partition the number of the partition
	 */
	record DataLost(String cluster, String store, int partition) implements ClusterEvent {
	}

	/**
	 * The cluster had been split by the network and is whole again. This member belonged
	 * to the smaller side and has joined the larger one; of keys that were written on
	 * both sides, the merge policy of the store has chosen one value.
	 *
	 * @param cluster the name of the cluster
	 * @param members the number of members that there are now
	 */
	record SplitHealed(String cluster, int members) implements ClusterEvent {
	}

}
