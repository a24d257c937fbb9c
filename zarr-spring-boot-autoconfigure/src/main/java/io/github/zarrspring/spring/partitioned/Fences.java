package io.github.zarrspring.spring.partitioned;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import org.jspecify.annotations.Nullable;

/**
 * The fences of a store, one in each partition. A partition is reached by its route: the
 * least number of those that Hazelcast, given them as partition keys, places in it.
 */
final class Fences {

	private static final int ATTEMPTS = 3;

	private final IMap<EntryKey, byte[]> leases;

	private final PartitionService partitions;

	/**
	 * The route to each partition.
	 */
	private final int[] routes;

	Fences(IMap<EntryKey, byte[]> leases, PartitionService partitions) {
		this.leases = leases;
		this.partitions = partitions;
		this.routes = new int[partitions.getPartitions().size()];
		Arrays.fill(this.routes, -1);
		for (int route = 0, found = 0; found < this.routes.length; route++) {
			int partition = partitions.getPartition(route).getPartitionId();
			if (this.routes[partition] < 0) {
				this.routes[partition] = route;
				found++;
			}
		}
	}

	static EntryKey key(int route) {
		return new EntryKey("fence/" + route, route);
	}

	/**
	 * The route to the partition of a value.
	 */
	int route(EntryKey key) {
		return this.routes[this.partitions.getPartition(key).getPartitionId()];
	}

	/**
	 * Raise all fences.
	 * @param fence the new ones
	 * @return whether it was done; {@code false} if a partition knows of a newer claim,
	 * or another one of the same number
	 */
	boolean raise(byte[] fence) {
		AtomicBoolean conflict = new AtomicBoolean();
		List<EntryKey> keys = Arrays.stream(this.routes).mapToObj(Fences::key).toList();
		Writes.sideBySide(keys, (key) -> Writes.pending(this.leases.submitToKey(key, new RaiseFence(fence)),
				(outcome) -> note(outcome, conflict), (failure) -> note(raiseAgain(key, fence), conflict)));
		return !conflict.get();
	}

	private static void note(int outcome, AtomicBoolean conflict) {
		if (outcome != CompareAndSet.DONE) {
			conflict.set(true);
		}
	}

	private int raiseAgain(EntryKey key, byte[] fence) {
		return repeat(() -> this.leases.executeOnKey(key, new RaiseFence(fence)));
	}

	/**
	 * The newest lease that is known of anywhere.
	 * @return the lease, {@code null} if there was none yet
	 */
	@Nullable LeaseEntry newest() {
		LeaseEntry newest = null;
		for (byte[] value : repeat(this.leases::values)) {
			LeaseEntry entry = LeaseEntry.decode(value);
			if (newest == null || entry.fence() > newest.fence()) {
				newest = entry;
			}
		}
		return newest;
	}

	/**
	 * Call what changes nothing when it is called again.
	 */
	static <T> T repeat(Supplier<T> call) {
		for (int attempt = 1;; attempt++) {
			try {
				return call.get();
			}
			catch (RuntimeException ex) {
				if (attempt == ATTEMPTS || !MapFailures.mayBeDone(ex)) {
					throw MapFailures.translate(ex);
				}
			}
		}
	}

}
