package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.LocalMapStats;
import com.hazelcast.map.MapPartitionLostEvent;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.ReportingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.access.LeaseKeeping;
import io.github.zarrspring.storage.access.LeaseStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values in a map of a Hazelcast cluster, spread over its members with copies of
 * each. A value is compared and set where it is, by the id of the write that made it. A
 * write is acknowledged when the backups have it too. Safe for use by several threads.
 */
public final class PartitionedBackend implements StorageBackend, ReportingBackend, LeaseKeeping {

	/**
	 * The name of the map in which members agree on what none of them may do differently.
	 */
	public static final String SETTINGS = "zarr:settings";

	private static final String LEASES = "zarr:lease:";

	private static final String LOCKS = "zarr:locks:";

	/**
	 * What the members agree on to tell their cluster from others of the same name.
	 */
	private static final String CLUSTER_ID = "zarr:cluster";

	private static final Log logger = LogFactory.getLog(PartitionedBackend.class);

	private static final Capabilities CAPABILITIES = new Capabilities(true, true, AtomicScope.VALUE, false, false,
			RoundTrip.REMOTE);

	/**
	 * A range from the start that is longer is taken for all of the value, in bytes.
	 */
	private static final int WHOLE = 8 << 20;

	/**
	 * How many keys are looked up at a time to be deleted.
	 */
	private static final int DELETE_PAGE = 10_000;

	private static final int ATTEMPTS = 3;

	private final String store;

	private final IMap<EntryKey, byte[]> map;

	private final Placement placement;

	private final ClusterWatch watch;

	private final Expectation expected;

	private final boolean nearCache;

	private final PartitionedLeaseStore leases;

	private final ClusterLocks locks;

	private final Writes writes;

	private final long source = new SecureRandom().nextLong();

	private final AtomicLong numbers = new AtomicLong();

	private final Set<Integer> lostPartitions = ConcurrentHashMap.newKeySet();

	private final UUID lossListener;

	private volatile @Nullable String location;

	private volatile boolean closed;

	private PartitionedBackend(String store, IMap<EntryKey, byte[]> map, Placement placement, ClusterWatch watch,
			Expectation expected, boolean nearCache) {
		this.expected = expected;
		this.store = store;
		this.map = map;
		this.placement = placement;
		this.watch = watch;
		this.nearCache = nearCache;
		this.leases = new PartitionedLeaseStore(watch.instance(), leases(map.getName()), this::nextId);
		this.locks = new ClusterLocks(watch.instance(), locks(map.getName()), this.source, ClusterLocks.PATIENCE);
		this.writes = new Writes(map, this.leases);
		this.lossListener = map.addPartitionLostListener(this::lost);
	}

	/**
	 * A backend on a map whose configuration is settled.
	 * @param store the name of the store
	 * @param instance the member or client, which stays open when the backend is closed
	 * @param map the name of the map
	 * @param placement what is kept together, for all members the same
	 * @param watch the state of the cluster
	 * @param expected what the store expects of the cluster
	 * @param nearCache whether the map keeps copies of what this process has read
	 * @return the backend
	 * @throws StoreFailureException if the map has another placement already
	 */
	public static PartitionedBackend create(String store, HazelcastInstance instance, String map, Placement placement,
			ClusterWatch watch, Expectation expected, boolean nearCache) {
		String agreed = agree(instance.getMap(SETTINGS), map, placement.name());
		if (!agreed.equals(placement.name())) {
			throw new StoreFailureException(
					"The values of map '%s' are placed by '%s' in this cluster, and by '%s' here".formatted(map, agreed,
							placement.name()));
		}
		return new PartitionedBackend(store, instance.getMap(map), placement, watch, expected, nearCache);
	}

	private static String agree(IMap<String, String> settings, String about, String value) {
		for (int attempt = 1;; attempt++) {
			try {
				String agreed = settings.putIfAbsent(about, value);
				return (agreed != null) ? agreed : value;
			}
			catch (HazelcastException ex) {
				// To ask again changes nothing, whether the answer or the question was
				// lost.
				if (attempt == ATTEMPTS) {
					throw MapFailures.translate(ex);
				}
			}
		}
	}

	/**
	 * The map with the lease of a store.
	 * @param map the name of the map with its values
	 * @return the name of the map
	 */
	public static String leases(String map) {
		return LEASES + map;
	}

	/**
	 * The map with the locks of the nodes of a store.
	 * @param map the name of the map with its values
	 * @return the name of the map
	 */
	public static String locks(String map) {
		return LOCKS + map;
	}

	@Override
	public LeaseStore leases() {
		return this.leases;
	}

	@Override
	public Capabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return value(call(() -> this.map.get(this.placement.key(key))));
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		boolean whole = range.whole() || (!range.isSuffix() && range.offset() == 0 && range.length() > WHOLE);
		if (whole || this.nearCache) {
			return read(key).map((value) -> value.slice(range));
		}
		return value(call(() -> this.map.executeOnKey(this.placement.key(key), new ReadRange(range))));
	}

	private static Optional<StoredValue> value(byte @Nullable [] value) {
		return (value != null) ? Optional.of(ValueFormat.decode(value)) : Optional.empty();
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		checkOpen();
		if (keys.isEmpty()) {
			return Map.of();
		}
		Map<EntryKey, StoreKey> wanted = new LinkedHashMap<>();
		keys.forEach((key) -> wanted.put(this.placement.key(key), key));
		Map<EntryKey, byte[]> found = call(() -> this.map.getAll(wanted.keySet()));
		Map<StoreKey, StoredValue> values = new LinkedHashMap<>();
		wanted.forEach((entry, key) -> value(found.get(entry)).ifPresent((value) -> values.put(key, value)));
		return values;
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		checkOpen();
		this.writes.set(this.placement.key(key), encode(bytes));
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		checkOpen();
		Map<EntryKey, ByteBuffer> entries = new LinkedHashMap<>();
		values.forEach((key, bytes) -> entries.put(this.placement.key(key), bytes));
		this.writes.setAll(entries, this::encode);
	}

	private byte[] encode(ByteBuffer bytes) {
		return ValueFormat.encode(nextId(), bytes);
	}

	private WriteId nextId() {
		return new WriteId(this.source, this.numbers.incrementAndGet());
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		checkOpen();
		WriteId write = WriteId.of(expected);
		return (write != null || expected.equals(Version.ABSENT))
				&& this.writes.compareAndSet(this.placement.key(key), write, encode(bytes));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		checkOpen();
		WriteId write = WriteId.of(expected);
		return write != null && this.writes.compareAndSet(this.placement.key(key), write, null);
	}

	@Override
	public void delete(StoreKey key) {
		checkOpen();
		this.writes.delete(this.placement.key(key));
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		checkOpen();
		this.writes.deleteAll(keys.stream().map(this.placement::key).toList());
	}

	@Override
	public void deleteAll(String prefix) {
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = list(prefix, after, DELETE_PAGE);
			deleteAll(page);
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == DELETE_PAGE);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		checkOpen();
		if (limit < 1) {
			throw new InvalidRequestException("A page of %d keys cannot be listed".formatted(limit));
		}
		return (StoreKey.first(prefix) != null)
				? call(() -> this.map.aggregate(new KeyPage(prefix, after, limit))).keys() : List.of();
	}

	/**
	 * Locks nodes among all members and clients of the cluster, see {@link ClusterLocks}
	 * for what holds.
	 */
	@Override
	public boolean locksNodes() {
		return true;
	}

	@Override
	public <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		checkOpen();
		return this.locks.locked(nodes, work);
	}

	@Override
	public String location() {
		String location = this.location;
		if (location == null) {
			checkOpen();
			String cluster = agree(instance().getMap(SETTINGS), CLUSTER_ID, UUID.randomUUID().toString());
			location = "hazelcast:%s/%s/".formatted(cluster, this.map.getName());
			this.location = location;
		}
		return location;
	}

	@Override
	public boolean exists(StoreKey key) {
		return call(() -> this.map.containsKey(this.placement.key(key)));
	}

	@Override
	public StoreInfo info() {
		return info("");
	}

	@Override
	public StoreInfo info(String prefix) {
		checkOpen();
		return (StoreKey.first(prefix) != null) ? call(() -> this.map.aggregate(new Count(prefix))).info()
				: new StoreInfo(0, 0);
	}

	/**
	 * The state of the cluster: its name and members, how many of the listed ones have
	 * joined, whether there are all copies of each value, and in their places, how many
	 * are moving, and what was lost since this store was opened.
	 */
	@Override
	public Report report() {
		Map<String, Object> details = this.watch.details(this.expected);
		ClusterNumbers numbers = numbers();
		details.put("lostAnswers", numbers.lostAnswers());
		details.put("unknownOutcomes", numbers.unknownOutcomes());
		details.put("lostPartitions", numbers.lostPartitions());
		String problem = this.watch.problem(this.expected);
		if (numbers.lostPartitions() > 0) {
			problem = "The values of %s partitions were lost".formatted(numbers.lostPartitions());
		}
		return new Report((problem != null) ? Condition.DOWN : Condition.UP,
				(problem != null) ? List.of(problem) : List.of(), List.of(), details);
	}

	private void lost(MapPartitionLostEvent event) {
		if (this.lostPartitions.add(event.getPartitionId())) {
			if (this.lostPartitions.size() == 1) {
				logger.error(("Store '%s' has lost what it had in partition %s, and in those that events tell of: "
						+ "more members went at once than it has backups")
					.formatted(this.store, event.getPartitionId()));
			}
			this.watch.publish(new ClusterEvent.DataLost(this.watch.cluster(), this.store, event.getPartitionId()));
		}
	}

	/**
	 * The member or client that the map is in.
	 * @return the instance
	 */
	public HazelcastInstance instance() {
		return this.watch.instance();
	}

	/**
	 * Where a value is or would be.
	 * @param key the key
	 * @return the number of the partition, whose owner Hazelcast's partition service
	 * tells
	 */
	public int partition(StoreKey key) {
		return instance().getPartitionService().getPartition(this.placement.key(key)).getPartitionId();
	}

	/**
	 * What is known of the cluster here.
	 * @return the numbers as they are now
	 */
	public ClusterNumbers numbers() {
		return new ClusterNumbers(this.watch.members(), this.watch.migrations(), this.lostPartitions.size(),
				this.writes.lost(), this.writes.unknown());
	}

	/**
	 * Whether this application is a member of the cluster and not a client.
	 * @return whether it is
	 */
	public boolean isMember() {
		return this.watch.isMember();
	}

	/**
	 * What this member keeps of the store.
	 * @return the statistics; on a client only those of copies
	 */
	public LocalMapStats statistics() {
		return this.map.getLocalMapStats();
	}

	/**
	 * The map and its members stay: there is nothing to give back but locks.
	 */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			if (this.watch.isRunning()) {
				this.map.removePartitionLostListener(this.lossListener);
				this.locks.close();
			}
		}
	}

	private <T extends @Nullable Object> T call(Supplier<T> call) {
		checkOpen();
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			throw MapFailures.translate(ex);
		}
	}

	private void checkOpen() {
		if (this.closed) {
			throw new StoreFailureException("The store is closed");
		}
	}

}
