package io.github.zarrspring.spring.jpa;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Makes the engine's exceptions of those of databases and transactions, by what the
 * caller can do about them.
 */
final class SqlFailures {

	/**
	 * Deadlocks, serialization failures, locks not got in time, and rows that another
	 * inserted first: the only unique key of the table is its primary key. 90131 is H2's
	 * concurrent update, 23000 a row that exists in databases without a state for that.
	 */
	private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03", "HYT00", "23000", "23505", "90131");

	/**
	 * The same of MariaDB and MySQL where the state tells nothing: locks not got in time,
	 * and rows changed since the transaction began.
	 */
	private static final Set<Integer> CONFLICT_CODES = Set.of(1020, 1205);

	/**
	 * Shutdown and start of PostgreSQL, cancelled statements, and the same of H2 and
	 * MariaDB.
	 */
	private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "57P05", "57014", "70100", "90067",
			"90098", "90121");

	private static final Set<String> MISSING = Set.of("42P01", "3F000", "42S02", "42S03", "42S04", "90079");

	private static final Set<String> DENIED = Set.of("42501", "25006", "90096", "90097");

	private SqlFailures() {
	}

	/**
	 * Translate a failure of a statement.
	 * @param ex the failure
	 * @return the engine's exception
	 */
	static ZarrException translate(SQLException ex) {
		return translate(ex, ex);
	}

	/**
	 * Translate a failure to begin, commit or roll back.
	 * @param ex the failure
	 * @return the engine's exception
	 */
	static ZarrException translate(RuntimeException ex) {
		SQLException cause = cause(ex);
		if (cause != null) {
			return translate(cause, ex);
		}
		if (ex instanceof CannotCreateTransactionException || ex instanceof TransactionTimedOutException) {
			return new StoreUnavailableException("The transaction failed: " + ex.getMessage(), ex);
		}
		return new StoreFailureException("The transaction failed: " + ex.getMessage(), ex);
	}

	private static @Nullable SQLException cause(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sqlException) {
				return sqlException;
			}
		}
		return null;
	}

	private static ZarrException translate(SQLException sql, Exception ex) {
		String state = state(sql);
		String message = "The database says: " + sql.getMessage();
		if (CONFLICTS.contains(state) || state.startsWith("40")
				|| (state.equals("HY000") && CONFLICT_CODES.contains(sql.getErrorCode()))) {
			return new WriteConflictException(message, ex);
		}
		if (state.startsWith("08") || state.startsWith("53") || UNAVAILABLE.contains(state)
				|| sql instanceof SQLTimeoutException || sql instanceof SQLTransientConnectionException
				|| sql instanceof SQLRecoverableException) {
			return new StoreUnavailableException(message, ex);
		}
		if (MISSING.contains(state)) {
			return new StoreNotFoundException("The table of the store does not exist. " + message, ex);
		}
		if (DENIED.contains(state) || state.startsWith("28")) {
			return new StoreAccessDeniedException(message, ex);
		}
		return new StoreFailureException(message, ex);
	}

	/**
	 * The state, of the failure that a batch stopped at where the batch has none.
	 */
	private static String state(SQLException ex) {
		for (SQLException next = ex; next != null; next = next.getNextException()) {
			if (next.getSQLState() != null && !next.getSQLState().isEmpty()) {
				return next.getSQLState();
			}
		}
		return "";
	}

}
