package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.partitioned.LockQueue.Ticket;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The locks of the nodes of a store, among all members and clients of the cluster. Each
 * node that is used has a {@link LockQueue} in a map of the cluster, which is changed
 * where it is. To enter and to leave it can be repeated, so lost answers do no harm.
 * <p>
 * <b>Shared locks cost nothing after the first.</b> A process keeps its place in the
 * queue when the work has ended. Whoever wants the node for himself enters the queue
 * behind it; the event of that tells the process, which lets the work under way end,
 * starts none, and leaves. So a write that was checked against the shape of an array is
 * stored before the array is made smaller, deleted or created anew by anybody, or begins
 * after it. In place of this, each write could have been compared with a fence in its
 * partition, as with a lease: that makes each write dearer, and this none.
 * <p>
 * <b>What the dead had is free.</b> A process holds a lock of Hazelcast's own as long as
 * it uses this; Hazelcast frees it when the member or client is gone. Whoever waits looks
 * after those in front, twice a second, and takes out of the queue who has none.
 * <p>
 * <b>What does not hold:</b> after the network was split both sides have their own locks.
 * A process that stands still until the cluster has given it up, or a client that has
 * lost its connection for so long, loses its locks although its work goes on. What it
 * sends after that is not held back, except by the fence of a lease.
 * <p>
 * Safe for use by several threads. The work may ask for locks that its own thread has.
 */
final class ClusterLocks implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClusterLocks.class);

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration POLL = Duration.ofMillis(500);

	/**
	 * How many locks a process keeps for later.
	 */
	private static final int MOST_KEPT = 100_000;

	/**
	 * A longer queue is looked through for the dead by each who enters.
	 */
	private static final int LONG = 32;

	private final HazelcastInstance instance;

	private final String mapName;

	private final long source;

	private final Duration patience;

	private final AtomicLong numbers = new AtomicLong();

	/**
	 * The places of this process in all queues, by their numbers.
	 */
	private final Map<Long, HeldLock> places = new ConcurrentHashMap<>();

	/**
	 * Those that are kept for the next who shares the node.
	 */
	private final Map<NodePath, HeldLock> kept = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable Frame> frames = new ThreadLocal<>();

	private final ReentrantLock changes = new ReentrantLock();

	private @Nullable UUID entryListener;

	private @Nullable UUID lifecycleListener;

	private final AtomicInteger losses = new AtomicInteger();

	private volatile boolean known;

	/**
	 * The locks of a store, of which nothing is asked before they are used.
	 * @param instance the member or client
	 * @param map the map of the locks
	 * @param source tells this process from all others
	 * @param patience how long to wait for a lock
	 */
	ClusterLocks(HazelcastInstance instance, String map, long source, Duration patience) {
		this.instance = instance;
		this.mapName = map;
		this.source = source;
		this.patience = patience;
	}

	private IMap<EntryKey, byte[]> map() {
		return this.instance.getMap(this.mapName);
	}

	static EntryKey node(NodePath path) {
		return new EntryKey("node/" + path.value(), null);
	}

	private static EntryKey process(long source) {
		return new EntryKey("process/%016x".formatted(source), null);
	}

	/**
	 * Do work with locks, see
	 * {@link io.github.zarrspring.storage.StorageBackend#locked(SortedMap, Supplier)}.
	 */
	<T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		Frame outer = this.frames.get();
		Deque<HeldLock> held = new ArrayDeque<>(nodes.size());
		try {
			nodes.forEach((path, mode) -> {
				if (outer == null || !outer.has(path, mode)) {
					held.push(acquire(path, mode));
				}
			});
			this.frames.set(new Frame(nodes, outer));
			return work.get();
		}
		finally {
			if (outer != null) {
				this.frames.set(outer);
			}
			else {
				this.frames.remove();
			}
			held.forEach(this::release);
		}
	}

	private HeldLock acquire(NodePath path, NodeLock mode) {
		HeldLock before = (mode == NodeLock.SHARED) ? this.kept.get(path) : null;
		if (before != null && before.enter()) {
			return before;
		}
		makeKnown();
		Ticket ticket = new Ticket(new WriteId(this.source, this.numbers.incrementAndGet()), mode);
		HeldLock place = new HeldLock(path, ticket);
		this.places.put(ticket.id().number(), place);
		try {
			await(place);
		}
		catch (Throwable ex) {
			leave(place);
			throw ex;
		}
		if (mode == NodeLock.SHARED) {
			keep(place);
		}
		return place;
	}

	private void keep(HeldLock place) {
		if (this.kept.size() < MOST_KEPT && this.kept.putIfAbsent(place.path(), place) == null && !place.keep()) {
			this.kept.remove(place.path(), place);
		}
	}

	private void await(HeldLock place) {
		long start = System.nanoTime();
		LockQueue queue = enter(place);
		if (queue.tickets().size() > LONG) {
			removeDead(place.node(), queue);
		}
		while (!queue.isGranted(place.ticket())) {
			if (System.nanoTime() - start > this.patience.toNanos()) {
				throw new StoreUnavailableException("The node '%s' was in use by others in the cluster for more than %s"
					.formatted(place.path(), this.patience));
			}
			try {
				if (place.awaitGrant((this.patience.compareTo(POLL) < 0) ? this.patience : POLL)) {
					return;
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new StoreUnavailableException(
						"Interrupted while waiting for others to end their work on the node '%s'"
							.formatted(place.path()),
						ex);
			}
			removeDead(place.node(), queue);
			queue = enter(place);
		}
	}

	private LockQueue enter(HeldLock place) {
		return LockQueue.decode(Fences.repeat(() -> map().executeOnKey(place.node(), new EnterQueue(place.ticket()))));
	}

	private void removeDead(EntryKey node, LockQueue queue) {
		Set<Long> others = queue.tickets()
			.stream()
			.map((ticket) -> ticket.id().source())
			.filter((other) -> other != this.source)
			.collect(Collectors.toSet());
		for (long other : others) {
			if (!Fences.repeat(() -> map().isLocked(process(other)))) {
				logger.debug("Process %016x is gone, its lock is free: %s %s".formatted(other, this.mapName, node));
				Fences.repeat(() -> map().executeOnKey(node, new LeaveQueue(other)));
			}
		}
	}

	private void release(HeldLock place) {
		if (place.exit()) {
			leave(place);
		}
	}

	/**
	 * Leave a queue. If that fails, the next event of the queue that still has this place
	 * makes up for it.
	 */
	private void leave(HeldLock place) {
		try {
			Fences.repeat(() -> map().executeOnKey(place.node(), new LeaveQueue(place.ticket())));
		}
		catch (RuntimeException ex) {
			logger.warn("A lock was not given back at once, others wait for it until it is", ex);
		}
		finally {
			this.places.remove(place.ticket().id().number());
		}
	}

	private void leaveLater(EntryKey node, Ticket ticket) {
		map().submitToKey(node, new LeaveQueue(ticket)).whenComplete((done, failure) -> {
			this.places.remove(ticket.id().number());
			if (failure != null) {
				logger.debug("A lock was not given back at once, others wait for it until it is", failure);
			}
		});
	}

	/**
	 * A queue has changed. Called on a thread of Hazelcast, so it waits for nobody.
	 */
	private void changed(EntryEvent<EntryKey, byte[]> event) {
		LockQueue queue = LockQueue.decode(event.getValue());
		for (Ticket ticket : queue.tickets()) {
			if (ticket.id().source() != this.source) {
				continue;
			}
			HeldLock place = this.places.get(ticket.id().number());
			if (place == null) {
				leaveLater(event.getKey(), ticket);
				continue;
			}
			if (queue.isGranted(ticket)) {
				place.grant();
			}
			if (ticket.mode() == NodeLock.SHARED && queue.isWanted(ticket)) {
				recall(place);
			}
		}
	}

	private void recall(HeldLock place) {
		boolean idle = place.recall();
		this.kept.remove(place.path(), place);
		if (idle) {
			leaveLater(place.node(), place.ticket());
		}
	}

	/**
	 * Let others see that this process lives, before it enters a queue.
	 */
	private void makeKnown() {
		if (this.known) {
			return;
		}
		this.changes.lock();
		try {
			if (this.entryListener == null) {
				this.entryListener = map().addEntryListener(new Changes(), true);
				this.lifecycleListener = this.instance.getLifecycleService().addLifecycleListener(this::lifecycle);
			}
			while (!this.known) {
				int before = this.losses.get();
				map().lock(process(this.source));
				this.known = before == this.losses.get();
			}
		}
		catch (RuntimeException ex) {
			throw MapFailures.translate(ex);
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * With the connection, or the side of a split that it was on, a process loses its
	 * locks.
	 */
	private void lifecycle(LifecycleEvent event) {
		if (event.getState() == LifecycleState.CLIENT_DISCONNECTED || event.getState() == LifecycleState.MERGED) {
			this.losses.incrementAndGet();
			this.known = false;
			this.kept.values().forEach(this::recall);
		}
	}

	@Override
	public void close() {
		UUID entryListener = this.entryListener;
		UUID lifecycleListener = this.lifecycleListener;
		if (entryListener == null || lifecycleListener == null) {
			return;
		}
		map().removeEntryListener(entryListener);
		this.instance.getLifecycleService().removeLifecycleListener(lifecycleListener);
		try {
			Writes.sideBySide(this.places.values(), (place) -> Writes
				.pending(map().submitToKey(place.node(), new LeaveQueue(place.ticket())), (done) -> {
				}, (failure) -> logger.debug("A lock is left to who looks after the dead", failure)));
		}
		finally {
			map().forceUnlock(process(this.source));
		}
	}

	/**
	 * What a thread has locked.
	 *
	 * @param nodes the nodes
	 * @param outer what it had before, {@code null} for nothing
	 */
	private record Frame(SortedMap<NodePath, NodeLock> nodes, @Nullable Frame outer) {

		boolean has(NodePath path, NodeLock mode) {
			for (Frame frame = this; frame != null; frame = frame.outer) {
				NodeLock held = frame.nodes.get(path);
				if (held != null && held.compareTo(mode) >= 0) {
					return true;
				}
			}
			return false;
		}

	}

	private final class Changes
			implements EntryAddedListener<EntryKey, byte[]>, EntryUpdatedListener<EntryKey, byte[]> {

		@Override
		public void entryAdded(EntryEvent<EntryKey, byte[]> event) {
			changed(event);
		}

		@Override
		public void entryUpdated(EntryEvent<EntryKey, byte[]> event) {
			changed(event);
		}

	}

}
