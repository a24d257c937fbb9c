package io.github.zarrspring.array;

import java.util.concurrent.atomic.AtomicLong;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreTransaction;

/**
 * What a handle knows of its node. It never goes back in time, however many threads share
 * the handle: what a change has made is set in the order of the changes, and what was
 * read is set only if nothing was changed since the reading began.
 * <p>
 * What was changed in a transaction is known in that transaction alone until it is
 * committed, and forgotten if it is rolled back: others may share the handle, and must
 * not take for real what never will be. Safe for use by several threads.
 *
 * @param <S> the type of what is known, compared by identity
 */
final class NodeState<S> {

	/**
	 * Numbers the changes of all nodes. A change takes its number while it holds the lock
	 * of the node, so the numbers of a node are in the order of its changes even if
	 * transactions tell of their commits in another order.
	 */
	private static final AtomicLong CHANGES = new AtomicLong();

	private final StorageBackend backend;

	private volatile S committed;

	private long change;

	NodeState(StorageBackend backend, S state) {
		this.backend = backend;
		this.committed = state;
	}

	@SuppressWarnings("unchecked")
	S get() {
		StoreTransaction transaction = this.backend.transaction();
		Object own = (transaction != null) ? transaction.get(this) : null;
		return (own != null) ? (S) own : this.committed;
	}

	/**
	 * Set what a change has made of the node. To be called while no other change of it
	 * can come in between.
	 */
	void set(S state) {
		long change = CHANGES.incrementAndGet();
		StoreTransaction transaction = this.backend.transaction();
		if (transaction != null) {
			transaction.put(this, state, () -> commit(state, change));
		}
		else {
			commit(state, change);
		}
	}

	private synchronized void commit(S state, long change) {
		if (change > this.change) {
			this.change = change;
			this.committed = state;
		}
	}

	/**
	 * Set what was read of the node, unless more is known by now.
	 * @param known what was known before the reading began
	 * @param state what was read
	 * @return whether it is known now
	 */
	boolean replace(S known, S state) {
		StoreTransaction transaction = this.backend.transaction();
		if (transaction == null) {
			return replaceCommitted(known, state);
		}
		if (get() != known) {
			return false;
		}
		S before = this.committed;
		transaction.put(this, state, () -> replaceCommitted(before, state));
		return true;
	}

	private synchronized boolean replaceCommitted(S known, S state) {
		if (this.committed != known) {
			return false;
		}
		this.committed = state;
		return true;
	}

}
