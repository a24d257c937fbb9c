package io.github.zarrspring.spring.jpa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.storage.StoreTransaction;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is kept for one store in one of Spring's transactions. It is handed on before any
 * other code of the application hears of the commit.
 */
final class JpaTransactionState implements StoreTransaction, TransactionSynchronization {

	private final Object resource;

	private final Deque<Savepoint> savepoints = new ArrayDeque<>();

	private Map<Object, Kept> kept = new IdentityHashMap<>();

	private JpaTransactionState(Object resource) {
		this.resource = resource;
	}

	/**
	 * The state of a resource in the transaction of this thread.
	 * @param resource what it is the state of
	 * @return the state, made at the first call
	 */
	static JpaTransactionState of(Object resource) {
		JpaTransactionState state = (JpaTransactionState) TransactionSynchronizationManager.getResource(resource);
		if (state == null) {
			state = new JpaTransactionState(resource);
			if (TransactionSynchronizationManager.isSynchronizationActive()) {
				TransactionSynchronizationManager.bindResource(resource, state);
				TransactionSynchronizationManager.registerSynchronization(state);
			}
		}
		return state;
	}

	@Override
	public @Nullable Object get(Object owner) {
		Kept kept = this.kept.get(owner);
		return (kept != null) ? kept.value() : null;
	}

	@Override
	public void put(Object owner, Object value, Runnable afterCommit) {
		this.kept.put(owner, new Kept(value, afterCommit));
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resource);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.resource, this);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.push(new Savepoint(savepoint, new IdentityHashMap<>(this.kept)));
	}

	@Override
	public void savepointRollback(Object savepoint) {
		while (!this.savepoints.isEmpty()) {
			Savepoint last = this.savepoints.peek();
			this.kept = new IdentityHashMap<>(last.kept());
			if (last.savepoint() == savepoint) {
				return;
			}
			this.savepoints.pop();
		}
		// The savepoint is older than what was kept.
		this.kept = new IdentityHashMap<>();
	}

	@Override
	public void afterCommit() {
		List<Kept> all = new ArrayList<>(this.kept.values());
		all.forEach((kept) -> kept.afterCommit().run());
	}

	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resource);
	}

	/**
	 * What is kept for an owner.
	 */
	private record Kept(Object value, Runnable afterCommit) {
	}

	/**
	 * What was kept when a savepoint was made.
	 */
	private record Savepoint(Object savepoint, Map<Object, Kept> kept) {
	}

}
