package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.OpenValue;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoreTransaction;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.access.LeaseKeeping;
import io.github.zarrspring.storage.access.LeaseStore;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.orm.jpa.JpaDialect;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Keeps values in a table of the application's database, one row for each. What is
 * written in a transaction of the application is part of it: it goes over the connection
 * of its entity manager and is committed or rolled back with its entities. Rows never
 * enter the persistence context.
 * <p>
 * Safe for use by several threads; each is in the transaction of its own.
 */
public final class JpaBackend implements StorageBackend, LeaseKeeping {

	private static final Capabilities CAPABILITIES = new Capabilities(true, true, AtomicScope.STORE, true, false,
			RoundTrip.REMOTE);

	private final JpaConnections connections;

	private final EntryStatements statements;

	private final NodeLocks nodeLocks;

	private final LeaseStore leases;

	private final String location;

	private volatile boolean closed;

	private JpaBackend(JpaConnections connections, EntryStatements statements, LeaseStatements leaseStatements,
			String location) {
		this.location = location;
		this.connections = connections;
		this.statements = statements;
		this.nodeLocks = new NodeLocks(connections, statements);
		this.leases = new JpaLeaseStore(connections, leaseStatements);
	}

	/**
	 * A backend for a table that is there.
	 * @param store the name of the store, by which its rows are told from those of others
	 * @param table the table
	 * @param dialect the kind of database
	 * @param entityManagerFactory whose transactions are joined
	 * @param jpaDialect what knows the connections of its entity managers
	 * @param dataSource the database
	 * @param readDataSource where reads of read-only transactions go, {@code null} for
	 * the database itself
	 * @param transactionManager the transaction manager of the entity managers
	 * @return the backend
	 */
	public static JpaBackend create(String store, TableName table, SqlDialect dialect,
			EntityManagerFactory entityManagerFactory, JpaDialect jpaDialect, DataSource dataSource,
			@Nullable DataSource readDataSource, PlatformTransactionManager transactionManager) {
		return new JpaBackend(
				new JpaConnections(entityManagerFactory, jpaDialect, dataSource, readDataSource, transactionManager),
				dialect.statements(table, store), dialect.leaseStatements(table, store),
				location(dataSource, table, store));
	}

	/**
	 * The address of a database may have secrets, so the data source itself stands for
	 * it.
	 */
	private static String location(DataSource dataSource, TableName table, String store) {
		return "jpa:" + Integer.toHexString(System.identityHashCode(dataSource)) + '/' + table.qualified() + '/' + store
				+ '/';
	}

	/**
	 * The lease of the store is a row of the database, and holds for all that use it.
	 */
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
		return read((sql) -> Optional.ofNullable(this.statements.read(sql, key)));
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		return read((sql) -> Optional.ofNullable(this.statements.read(sql, key, range)));
	}

	@Override
	public <R> Optional<R> open(StoreKey key, ByteRange first, Function<OpenValue, R> reads) {
		return consistently(() -> read(key, first).map((part) -> reads.apply(new OpenEntry(this, key, part))));
	}

	/**
	 * Read parts of a value.
	 * @return the parts in their order, none at all if there is no value
	 */
	List<StoredValue> readParts(StoreKey key, List<ByteRange> ranges) {
		return read((sql) -> this.statements.readParts(sql, key, ranges));
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		if (keys.isEmpty()) {
			return Map.of();
		}
		Map<StoreKey, StoredValue> found = read((sql) -> this.statements.readAll(sql, List.copyOf(keys)));
		Map<StoreKey, StoredValue> ordered = new LinkedHashMap<>();
		for (StoreKey key : keys) {
			StoredValue value = found.get(key);
			if (value != null) {
				ordered.put(key, value);
			}
		}
		return ordered;
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		writeAll(Map.of(key, bytes));
	}

	@Override
	public void writeAll(Map<StoreKey, ByteBuffer> values) {
		if (!values.isEmpty()) {
			write((sql) -> {
				this.statements.writeAll(sql, sorted(values));
				return true;
			});
		}
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		return compareAndSetAll(Map.of(key, new ConditionalWrite(expected, bytes)));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return compareAndSetAll(Map.of(key, new ConditionalWrite(expected, null)));
	}

	@Override
	public boolean compareAndSetAll(Map<StoreKey, ConditionalWrite> writes) {
		return writes.isEmpty() || write((sql) -> this.statements.compareAndSetAll(sql, sorted(writes)));
	}

	@Override
	public void lockAll(Collection<StoreKey> keys) {
		checkOpen();
		if (!keys.isEmpty()) {
			this.connections.locking((sql) -> {
				this.statements.lockAll(sql, keys.stream().sorted().toList());
				return true;
			});
		}
	}

	@Override
	public void delete(StoreKey key) {
		write((sql) -> this.statements.delete(sql, key));
	}

	@Override
	public void deleteAll(String prefix) {
		write((sql) -> this.statements.deleteAll(sql, prefix));
	}

	@Override
	public void deleteAll(Collection<StoreKey> keys) {
		if (!keys.isEmpty()) {
			write((sql) -> {
				this.statements.deleteAll(sql, keys.stream().sorted().toList());
				return true;
			});
		}
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		return read((sql) -> this.statements.list(sql, prefix, after, limit));
	}

	@Override
	public boolean locksNodes() {
		return true;
	}

	@Override
	public boolean exists(StoreKey key) {
		return read((sql) -> this.statements.exists(sql, key));
	}

	@Override
	public StoreInfo info() {
		return info("");
	}

	@Override
	public StoreInfo info(String prefix) {
		return read((sql) -> this.statements.info(sql, prefix));
	}

	@Override
	public <T> T atomically(Supplier<T> work) {
		checkOpen();
		return this.connections.atomically(work);
	}

	@Override
	public <T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		checkOpen();
		return this.nodeLocks.locked(nodes, work);
	}

	@Override
	public <T> T consistently(Supplier<T> reads) {
		checkOpen();
		return this.connections.consistently(reads);
	}

	@Override
	public @Nullable StoreTransaction transaction() {
		return this.connections.transaction();
	}

	@Override
	public String location() {
		return this.location;
	}

	/**
	 * The database is the application's: there is nothing to give back.
	 */
	@Override
	public void close() {
		this.closed = true;
	}

	private <T> T read(SqlWork<T> work) {
		checkOpen();
		return this.connections.read(work);
	}

	private <T> T write(SqlWork<T> work) {
		checkOpen();
		return this.connections.write(work);
	}

	private void checkOpen() {
		if (this.closed) {
			throw new StoreFailureException("The store is closed");
		}
	}

	private static <V> List<Map.Entry<StoreKey, V>> sorted(Map<StoreKey, V> values) {
		return values.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
	}

}
