package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * Shows that the SPI carries transactions: values in a table, and what is done atomically
 * on one connection. Keys are UTF-8, whose bytes sort as code points do.
 */
class JdbcBackend implements StorageBackend {

	private final JdbcConnectionPool pool;

	private final ThreadLocal<@Nullable Connection> transaction = new ThreadLocal<>();

	private volatile boolean closed;

	JdbcBackend(String url) {
		this.pool = JdbcConnectionPool.create(url, "sa", "");
		update("create table if not exists zarr (name varbinary(4000) primary key, version uuid, bytes blob)");
	}

	@Override
	public Capabilities capabilities() {
		return new Capabilities(false, true, Capabilities.AtomicScope.STORE, true, false,
				Capabilities.RoundTrip.REMOTE);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return query("select bytes, version from zarr where name = ?",
				(row) -> new StoredValue(ByteBuffer.wrap(row.getBytes(1)), new Version(row.getString(2))), name(key))
			.stream()
			.findFirst();
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		while (update("update zarr set bytes = ?, version = ? where name = ?", bytes(bytes), newVersion(),
				name(key)) == 0 && !compareAndSet(key, Version.ABSENT, bytes)) {
			Thread.onSpinWait();
		}
	}

	@Override
	public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
		if (expected.equals(Version.ABSENT)) {
			return update("insert into zarr (bytes, version, name) values (?, ?, ?)", bytes(bytes), newVersion(),
					name(key)) == 1;
		}
		return update("update zarr set bytes = ?, version = ? where name = ? and cast(version as varchar) = ?",
				bytes(bytes), newVersion(), name(key), expected.token()) == 1;
	}

	@Override
	public void delete(StoreKey key) {
		update("delete from zarr where name = ?", name(key));
	}

	@Override
	public boolean compareAndDelete(StoreKey key, Version expected) {
		return update("delete from zarr where name = ? and cast(version as varchar) = ?", name(key),
				expected.token()) == 1;
	}

	@Override
	public void deleteAll(String prefix) {
		update("delete from zarr where name >= ? and name < ?", name(prefix), end(prefix));
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		return query("select name from zarr where name >= ? and name < ? and name > ? order by name limit ?",
				(row) -> StoreKey.of(new String(row.getBytes(1), StandardCharsets.UTF_8)), name(prefix), end(prefix),
				(after != null) ? name(after) : new byte[0], limit);
	}

	@Override
	public StoreInfo info(String prefix) {
		return query("select count(*), coalesce(sum(octet_length(bytes)), 0) from zarr where name >= ? and name < ?",
				(row) -> new StoreInfo(row.getLong(1), row.getLong(2)), name(prefix), end(prefix))
			.get(0);
	}

	@Override
	public <T> T atomically(Supplier<T> work) {
		if (this.transaction.get() != null) {
			return work.get();
		}
		return with((connection) -> {
			connection.setAutoCommit(false);
			this.transaction.set(connection);
			try {
				T result = work.get();
				connection.commit();
				return result;
			}
			finally {
				this.transaction.remove();
				// Nothing is left to roll back after a commit.
				connection.rollback();
				connection.setAutoCommit(true);
			}
		});
	}

	@Override
	public void close() {
		this.closed = true;
		this.pool.dispose();
	}

	private <T> List<T> query(String sql, SqlFunction<ResultSet, T> mapper, Object... arguments) {
		return with((connection) -> {
			List<T> rows = new ArrayList<>();
			try (PreparedStatement statement = prepare(connection, sql, arguments);
					ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					rows.add(mapper.apply(row));
				}
			}
			return rows;
		});
	}

	private int update(String sql, Object... arguments) {
		return with((connection) -> {
			try (PreparedStatement statement = prepare(connection, sql, arguments)) {
				return statement.executeUpdate();
			}
			catch (SQLIntegrityConstraintViolationException ex) {
				return 0;
			}
		});
	}

	private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
			throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		for (int i = 0; i < arguments.length; i++) {
			statement.setObject(i + 1, arguments[i]);
		}
		return statement;
	}

	private <T> T with(SqlFunction<Connection, T> work) {
		if (this.closed) {
			throw new StoreFailureException("The database store is closed");
		}
		Connection transaction = this.transaction.get();
		try {
			if (transaction != null) {
				return work.apply(transaction);
			}
			try (Connection connection = this.pool.getConnection()) {
				return work.apply(connection);
			}
		}
		catch (SQLException ex) {
			throw new StoreFailureException("The database failed: " + ex.getMessage(), ex);
		}
	}

	private static UUID newVersion() {
		return UUID.randomUUID();
	}

	private static byte[] bytes(ByteBuffer bytes) {
		return Content.bytes(bytes);
	}

	private static byte[] name(StoreKey key) {
		return name(key.value());
	}

	private static byte[] name(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] end(String prefix) {
		byte[] name = name(prefix);
		byte[] end = Arrays.copyOf(name, name.length + 1);
		// No byte of UTF-8 is as high.
		end[name.length] = (byte) 0xFF;
		return end;
	}

	private interface SqlFunction<A, T> {

		T apply(A argument) throws SQLException;

	}

}
