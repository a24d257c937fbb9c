package io.github.zarrspring.spring.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.StoreTransaction;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionHandle;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaDialect;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives statements the connection that they belong on: within a transaction that of the
 * entity manager, after what is pending in it is flushed, so that statements and entities
 * see each other; else one of their own. Writes without a transaction get one.
 */
final class JpaConnections {

	/**
	 * How often a single write of our own is tried. Only where the database has no upsert
	 * can it meet others at all.
	 */
	private static final int ATTEMPTS = 20;

	private static final long MAX_PAUSE_NANOS = 5_000_000;

	/**
	 * How long a transaction beside that of the caller may wait for others.
	 */
	private static final int SEPARATE_TIMEOUT_SECONDS = 30;

	private final EntityManagerFactory entityManagerFactory;

	private final JpaDialect dialect;

	private final DataSource dataSource;

	private final @Nullable DataSource readDataSource;

	private final TransactionTemplate transaction;

	private final TransactionTemplate snapshot;

	private final TransactionTemplate separate;

	JpaConnections(EntityManagerFactory entityManagerFactory, JpaDialect dialect, DataSource dataSource,
			@Nullable DataSource readDataSource, PlatformTransactionManager transactionManager) {
		this.entityManagerFactory = entityManagerFactory;
		this.dialect = dialect;
		this.dataSource = dataSource;
		this.readDataSource = readDataSource;
		this.transaction = new TransactionTemplate(transactionManager);
		this.separate = new TransactionTemplate(transactionManager);
		this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.separate.setTimeout(SEPARATE_TIMEOUT_SECONDS);
		this.snapshot = new TransactionTemplate(transactionManager);
		this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
	}

	/**
	 * The entity manager whose transaction this thread is in.
	 */
	private @Nullable EntityManager joined() {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			return null;
		}
		EntityManager entityManager = EntityManagerFactoryUtils
			.getTransactionalEntityManager(this.entityManagerFactory);
		return (entityManager != null && entityManager.isJoinedToTransaction()) ? entityManager : null;
	}

	/**
	 * Run statements that change nothing.
	 */
	<T> T read(SqlWork<T> work) {
		DataSource replica = this.readDataSource;
		if (replica != null && TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			return onReplica(replica, work);
		}
		return readNewest(work);
	}

	/**
	 * Run statements that change nothing, and never on a replica.
	 */
	<T> T readNewest(SqlWork<T> work) {
		EntityManager entityManager = joined();
		return (entityManager != null) ? on(entityManager, work) : alone(work);
	}

	private static <T> T onReplica(DataSource replica, SqlWork<T> work) {
		try {
			// Spring keeps it until the transaction ends, so that all reads go to the
			// same replica.
			Connection connection = DataSourceUtils.doGetConnection(replica);
			try {
				return work.run(new SqlSession(connection, 0));
			}
			finally {
				DataSourceUtils.doReleaseConnection(connection, replica);
			}
		}
		catch (SQLException ex) {
			throw SqlFailures.translate(ex);
		}
	}

	private <T> T alone(SqlWork<T> work) {
		try (Connection connection = this.dataSource.getConnection()) {
			T result = work.run(new SqlSession(connection, 0));
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
			return result;
		}
		catch (SQLException ex) {
			throw SqlFailures.translate(ex);
		}
	}

	/**
	 * Run statements that belong to the transaction, or else to none.
	 */
	void locking(SqlWork<?> work) {
		EntityManager entityManager = joined();
		if (entityManager != null) {
			checkWritable();
			on(entityManager, work);
		}
	}

	/**
	 * Run statements that change something, in a transaction of their own if there is
	 * none. In that of the caller a failure dooms all of it, as it does that of a
	 * repository.
	 */
	<T> T write(SqlWork<T> work) {
		return write(this.transaction, work);
	}

	/**
	 * Run statements that change something in a transaction of their own, whatever
	 * transaction this thread is in.
	 */
	<T> T writeAlone(SqlWork<T> work) {
		return write(this.separate, work);
	}

	private <T> T write(TransactionTemplate template, SqlWork<T> work) {
		for (int attempt = 1;; attempt++) {
			boolean[] own = new boolean[1];
			try {
				return inTransaction(template, (status) -> {
					own[0] = status.isNewTransaction();
					T result = writeJoined(work);
					if (own[0] && Boolean.FALSE.equals(result)) {
						// Of several conditional writes all are done or none.
						status.setRollbackOnly();
					}
					return result;
				});
			}
			catch (WriteConflictException ex) {
				if (!own[0] || attempt == ATTEMPTS) {
					throw ex;
				}
				LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
			}
		}
	}

	/**
	 * Run statements that change something, in the transaction that this thread is in.
	 */
	<T> T writeJoined(SqlWork<T> work) {
		checkWritable();
		EntityManager entityManager = joined();
		if (entityManager == null) {
			throw new InvalidRequestException("The transaction is over: it cannot be written in it any more. "
					+ "What is to be written after a commit needs a transaction of its own (REQUIRES_NEW)");
		}
		return on(entityManager, work);
	}

	private static void checkWritable() {
		if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			throw new InvalidRequestException("The transaction is read-only");
		}
	}

	private <T> T on(EntityManager entityManager, SqlWork<T> work) {
		flush(entityManager);
		try {
			ConnectionHandle handle = this.dialect.getJdbcConnection(entityManager, false);
			if (handle == null) {
				throw new StoreFailureException("The entity manager has no JDBC connection");
			}
			Connection connection = handle.getConnection();
			try {
				return work.run(new SqlSession(connection, timeout()));
			}
			finally {
				handle.releaseConnection(connection);
			}
		}
		catch (SQLException ex) {
			throw SqlFailures.translate(ex);
		}
	}

	/**
	 * As JPA does before a native query. What goes wrong is about entities, and is thrown
	 * as it would be thrown of them.
	 */
	private void flush(EntityManager entityManager) {
		if (entityManager.getFlushMode() != FlushModeType.AUTO) {
			return;
		}
		try {
			entityManager.flush();
		}
		catch (RuntimeException ex) {
			RuntimeException translated = this.dialect.translateExceptionIfPossible(ex);
			throw (translated != null) ? translated : ex;
		}
	}

	private int timeout() {
		Object holder = TransactionSynchronizationManager.getResource(this.entityManagerFactory);
		return (holder instanceof EntityManagerHolder entityManagers && entityManagers.hasTimeout())
				? entityManagers.getTimeToLiveInSeconds() : 0;
	}

	/**
	 * Do work in the caller's transaction, or else in one of its own.
	 */
	<T> T atomically(Supplier<T> work) {
		return inTransaction(this.transaction, (status) -> work.get());
	}

	/**
	 * Do reads that see one state of the database. A transaction of the caller has the
	 * isolation that it has.
	 */
	<T> T consistently(Supplier<T> reads) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			return reads.get();
		}
		try {
			return inTransaction(this.snapshot, (status) -> reads.get());
		}
		catch (InvalidIsolationLevelException ex) {
			// The transaction manager cannot choose: reads then see one state each.
			return reads.get();
		}
	}

	/**
	 * Run work in a transaction. What it throws is thrown as it is, whatever else goes
	 * wrong when it is rolled back.
	 */
	private static <T> T inTransaction(TransactionTemplate template, TransactionWork<T> work) {
		RuntimeException[] failure = new RuntimeException[1];
		Object[] result = new Object[1];
		try {
			template.executeWithoutResult((status) -> {
				try {
					result[0] = work.run(status);
				}
				catch (RuntimeException ex) {
					failure[0] = ex;
					throw ex;
				}
			});
		}
		catch (InvalidIsolationLevelException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (failure[0] == null) {
				throw SqlFailures.translate(ex);
			}
			if (ex != failure[0]) {
				failure[0].addSuppressed(ex);
			}
			throw failure[0];
		}
		@SuppressWarnings("unchecked")
		T typed = (T) result[0];
		return typed;
	}

	/**
	 * The transaction that this thread is in.
	 */
	@Nullable StoreTransaction transaction() {
		return (joined() != null) ? JpaTransactionState.of(this) : null;
	}

	/**
	 * Work in a transaction.
	 *
	 * @param <T> the type of the result
	 */
	private interface TransactionWork<T> {

		T run(TransactionStatus status);

	}

}
