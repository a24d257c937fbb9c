package io.github.zarrspring.storage.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;

/**
 * The locks of the nodes of a store against other threads and processes. Each node has
 * some bytes of one file, at a place that a hash of its path says, see {@link NodeGuard};
 * nodes whose places are the same by chance are locked together. Safe for use by several
 * threads.
 */
final class NodeLocks {

	/**
	 * How many guards that nobody uses are kept for the next who does.
	 */
	private static final int KEPT = 256;

	private final LockFile file;

	private final Duration patience;

	private final Map<Long, NodeGuard> guards = new ConcurrentHashMap<>();

	/**
	 * The locks of a store, which nobody holds.
	 * @param folder the folder of the locks
	 * @param file the file to lock
	 * @param patience how long to wait for others
	 */
	NodeLocks(HiddenFolder folder, Path file, Duration patience) {
		this.file = new LockFile(folder, file);
		this.patience = patience;
	}

	/**
	 * Wait for the locks of nodes and do work while they are held.
	 * @param nodes the locks by the paths of the nodes, which are taken in this order
	 * @param work the work
	 * @param <T> the type of the result
	 * @return the result of the work
	 * @throws StoreUnavailableException if others keep a lock for too long, or the thread
	 * is interrupted meanwhile
	 * @throws IOException if the file cannot be locked
	 */
	<T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) throws IOException {
		try (Locked locked = new Locked(nodes.size())) {
			if (nodes.size() == 1) {
				NodePath path = nodes.firstKey();
				locked.add(position(path), Objects.requireNonNull(nodes.get(path)), new Waiting(path, this.patience));
			}
			else {
				Waiting waiting = new Waiting(nodes.keySet(), this.patience);
				for (Map.Entry<Long, NodeLock> place : places(nodes).entrySet()) {
					locked.add(place.getKey(), place.getValue(), waiting);
				}
			}
			return work.get();
		}
	}

	/**
	 * The places in the file, each with a lock that is as strong as all of its nodes
	 * need.
	 */
	private static Map<Long, NodeLock> places(SortedMap<NodePath, NodeLock> nodes) {
		Map<Long, NodeLock> places = new LinkedHashMap<>();
		nodes.forEach((path, mode) -> places.merge(position(path), mode,
				(one, other) -> (one.compareTo(other) < 0) ? other : one));
		return places;
	}

	/**
	 * Where a node has its bytes. Other versions of this library have to agree with it.
	 */
	private static long position(NodePath path) {
		String value = path.value();
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < value.length(); i++) {
			hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
		}
		hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
		hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
		// The last byte of a file that the system can lock is that before 2^63.
		return (hash >>> 4) * NodeGuard.BYTES;
	}

	/**
	 * Close the file as soon as nobody holds a lock. Nobody gets one afterwards.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		this.file.close();
	}

	private NodeGuard use(long position) {
		return this.guards.compute(position, (key, present) -> {
			NodeGuard guard = (present != null) ? present : new NodeGuard(this.file, key);
			guard.users++;
			return guard;
		});
	}

	private void unuse(NodeGuard guard) {
		this.guards.computeIfPresent(guard.position(), (key, present) -> {
			present.users--;
			return (present.users == 0 && this.guards.size() > KEPT) ? null : present;
		});
	}

	/**
	 * Locks that a thread holds.
	 */
	private final class Locked implements Closeable {

		private final List<NodeGuard> guards;

		private final List<NodeLock> modes;

		private Locked(int size) {
			this.guards = new ArrayList<>(size);
			this.modes = new ArrayList<>(size);
		}

		private void add(long position, NodeLock mode, Waiting waiting) throws IOException {
			NodeGuard guard = use(position);
			boolean done = false;
			try {
				guard.acquire(mode, waiting);
				done = true;
			}
			finally {
				if (!done) {
					unuse(guard);
				}
			}
			this.guards.add(guard);
			this.modes.add(mode);
		}

		/**
		 * Give the locks back, the last first; all of them, even if that fails for one.
		 */
		@Override
		public void close() throws IOException {
			IOException failure = null;
			for (int i = this.guards.size() - 1; i >= 0; i--) {
				try {
					this.guards.get(i).release(this.modes.get(i));
				}
				catch (IOException ex) {
					failure = (failure != null) ? failure : ex;
				}
				unuse(this.guards.get(i));
			}
			if (failure != null) {
				throw failure;
			}
		}

	}

}
