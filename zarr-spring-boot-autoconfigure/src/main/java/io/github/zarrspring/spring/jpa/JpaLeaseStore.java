package io.github.zarrspring.spring.jpa;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.StoreTransaction;
import io.github.zarrspring.storage.access.LeaseState;
import io.github.zarrspring.storage.access.LeaseStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lease of a store in a row of the database, for all processes that use it.
 * <p>
 * A write locks the row, looks at it and writes, all in one transaction, and the row
 * stays locked until that has ended: so a new holder comes after all that the one before
 * has written, or the one before finds the number of the new one and writes nothing. The
 * row is changed in a transaction of its own, so that a holder keeps its lease whatever
 * becomes of its transactions.
 * <p>
 * Safe for use by several threads.
 */
final class JpaLeaseStore implements LeaseStore {

	private final JpaConnections connections;

	private final LeaseStatements statements;

	JpaLeaseStore(JpaConnections connections, LeaseStatements statements) {
		this.connections = connections;
		this.statements = statements;
	}

	@Override
	public LeaseState read() {
		return this.connections.readNewest((sql) -> current(this.statements.read(sql)));
	}

	@Override
	public LeaseState change(Change change) {
		StoreTransaction transaction = this.connections.transaction();
		if (transaction != null && transaction.get(this) != null) {
			throw new InvalidRequestException(
					"A lease cannot change within a transaction that writes with it. Change it after the commit");
		}
		return this.connections.writeAlone((sql) -> {
			LeaseRow row = this.statements.lockToChange(sql);
			if (row == null) {
				// Of several that add it at once one succeeds, and the others begin
				// again.
				this.statements.insert(sql, LeaseState.NONE);
				row = Objects.requireNonNull(this.statements.lockToChange(sql));
			}
			LeaseState next = change.apply(row.state(), row.now());
			this.statements.update(sql, next);
			return next;
		});
	}

	@Override
	public <T> T fenced(Consumer<LeaseState> check, Supplier<T> work) {
		return this.connections.write((sql) -> {
			StoreTransaction transaction = this.connections.transaction();
			LeaseState state = (transaction != null) ? (LeaseState) transaction.get(this) : null;
			if (state == null) {
				state = current(this.statements.lockToWrite(sql));
			}
			check.accept(state);
			if (transaction != null) {
				// The row is locked, so it stays as it is until the transaction ends.
				transaction.put(this, state, () -> {
				});
			}
			return work.get();
		});
	}

	private static LeaseState current(@Nullable LeaseRow row) {
		return (row != null) ? row.state().at(row.now()) : LeaseState.NONE;
	}

}
