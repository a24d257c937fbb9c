package io.github.zarrspring.array;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreTransaction;

/**
 * What a handle knows of its node. What was changed in a transaction is known in that
 * transaction alone until it is committed, and forgotten if it is rolled back: others may
 * share the handle, and must not take for real what never will be. Safe for use by
 * several threads.
 *
 * @param <S> the type of what is known
 */
final class NodeState<S> {

	private final StorageBackend backend;

	private volatile S committed;

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

	void set(S state) {
		StoreTransaction transaction = this.backend.transaction();
		if (transaction != null) {
			transaction.put(this, state, () -> this.committed = state);
		}
		else {
			this.committed = state;
		}
	}

}
