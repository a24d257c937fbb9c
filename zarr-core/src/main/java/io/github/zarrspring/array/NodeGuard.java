package io.github.zarrspring.array;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreTransaction;

/**
 * Keeps apart what must not happen to the nodes of a store at a time: writing cells and
 * removing them, changing a node and deleting the group that it is in. Threads of this
 * application are kept apart by locks in memory, other processes by those of the store,
 * where it has some. In a store that works in transactions its own locks do both: two
 * kinds of locks together could wait for each other in a circle that nobody sees.
 * <p>
 * Locks are taken from the root down, those of groups before those of what is in them.
 * Safe for use by several threads.
 */
final class NodeGuard {

	private final StorageBackend backend;

	private final AtomicWork atomicWork;

	private final LiveNodes nodes;

	private final String location;

	private final Duration timeout;

	NodeGuard(ZarrEngine engine, StorageBackend backend, AtomicWork atomicWork) {
		this.backend = backend;
		this.atomicWork = atomicWork;
		this.nodes = engine.liveNodes();
		this.location = backend.location();
		this.timeout = engine.conflictTimeout();
	}

	/**
	 * What the handles of a path share.
	 */
	LiveNode node(NodePath path) {
		return this.nodes.get(this.location, path);
	}

	/**
	 * The locks for work on one node: its own, and those of the groups that it is in, so
	 * that these stay what they are meanwhile.
	 * @param path the path of the node
	 * @param lock the lock of the node itself
	 * @return the locks, which may be added to
	 */
	static SortedMap<NodePath, NodeLock> below(NodePath path, NodeLock lock) {
		SortedMap<NodePath, NodeLock> locks = new TreeMap<>();
		path.ancestors().forEach((group) -> locks.put(group, NodeLock.SHARED));
		locks.put(path, lock);
		return locks;
	}

	/**
	 * The lock for work on a node alone, whatever becomes of the groups that it is in.
	 * @param path the path of the node
	 */
	static SortedMap<NodePath, NodeLock> alone(NodePath path) {
		SortedMap<NodePath, NodeLock> locks = new TreeMap<>();
		locks.put(path, NodeLock.EXCLUSIVE);
		return locks;
	}

	/**
	 * The lock for work on the cells of an array, which does not touch its metadata.
	 * @param path the path of the array
	 */
	static SortedMap<NodePath, NodeLock> cells(NodePath path) {
		SortedMap<NodePath, NodeLock> locks = new TreeMap<>();
		locks.put(path, NodeLock.SHARED);
		return Collections.unmodifiableSortedMap(locks);
	}

	/**
	 * Do work while nobody does what does not go with it, all of it at once where the
	 * store can.
	 * @param locks the locks, by the paths of the nodes
	 * @param work the work, possibly more than once
	 * @param <T> the type of its result
	 * @return its result
	 */
	<T> T run(SortedMap<NodePath, NodeLock> locks, Supplier<T> work) {
		Capabilities capabilities = this.backend.capabilities();
		if (AtomicWork.isTransactional(capabilities)) {
			return this.atomicWork.run(() -> this.backend.locked(locks, work));
		}
		Deque<Runnable> releases = new ArrayDeque<>(locks.size());
		try {
			for (Map.Entry<NodePath, NodeLock> lock : locks.entrySet()) {
				LiveNode node = node(lock.getKey());
				NodeLock mode = lock.getValue();
				node.acquire(mode, this.timeout);
				releases.push(() -> node.release(mode));
			}
			return (capabilities.atomicScope() == AtomicScope.VALUE) ? this.backend.locked(locks, work)
					: this.atomicWork.run(() -> this.backend.locked(locks, work));
		}
		finally {
			releases.forEach(Runnable::run);
		}
	}

	/**
	 * Do work of which parts are guarded, all of it at once where the store can.
	 */
	<T> T atOnce(Supplier<T> work) {
		return (this.backend.capabilities().atomicScope() == AtomicScope.VALUE) ? work.get()
				: this.atomicWork.run(work);
	}

	/**
	 * Do work that ends a node and all below it, while nobody does anything with them:
	 * the handles that there are fail afterwards, unless the work was refused before it
	 * did anything. In a transaction that takes effect when it is committed.
	 * @param locks the locks, by the paths of the nodes
	 * @param path the path of the node
	 * @param work the work, possibly more than once
	 */
	void end(SortedMap<NodePath, NodeLock> locks, NodePath path, Runnable work) {
		boolean transactional = AtomicWork.isTransactional(this.backend.capabilities());
		run(locks, () -> {
			boolean refused = false;
			try {
				work.run();
			}
			catch (StoreAccessDeniedException ex) {
				refused = true;
				throw ex;
			}
			finally {
				if (!transactional && !refused) {
					this.nodes.end(this.location, path);
				}
			}
			return path;
		});
		if (transactional) {
			endWhenCommitted(path);
		}
	}

	private void endWhenCommitted(NodePath path) {
		Runnable end = () -> this.nodes.end(this.location, path);
		StoreTransaction transaction = this.backend.transaction();
		if (transaction != null) {
			transaction.put(new EndOfNode(path), path, end);
		}
		else {
			end.run();
		}
	}

	/**
	 * Whether other processes can come in between in spite of the locks, since the store
	 * has none for them. Then order and a second look have to do.
	 */
	boolean isShared() {
		return !this.backend.locksNodes();
	}

	/**
	 * What the end of one node is kept for in a transaction.
	 */
	private record EndOfNode(NodePath path) {
	}

}
