package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a store on PostgreSQL: any number of keys as one parameter, parts of
 * values cut by the server, and upserts, since a key that exists already would abort the
 * whole transaction.
 */
final class PostgreSqlStatements extends EntryStatements {

	private static final String UPSERT = " on conflict (store, entry_key) do update set content = excluded.content,"
			+ " size = excluded.size, version = excluded.version, updated_at = excluded.updated_at";

	private static final String IF_ABSENT = " on conflict (store, entry_key) do nothing";

	PostgreSqlStatements(TableName table, String store) {
		super(table, store);
	}

	@Override
	@Nullable StoredValue read(SqlSession sql, StoreKey key, ByteRange range) throws SQLException {
		String from = range.isSuffix() ? "greatest(size - cast(? as bigint), 0)" : "least(size, cast(? as bigint))";
		String select = "select substring(content from cast(" + from + " as integer) + 1 for ?), version from "
				+ table() + " where " + KEY;
		try (PreparedStatement statement = sql.prepare(select, Math.abs(range.offset()),
				(int) Math.min(range.length(), Integer.MAX_VALUE), store(), EntryRow.key(key));
				ResultSet row = statement.executeQuery()) {
			return row.next() ? new StoredValue(ByteBuffer.wrap(row.getBytes(1)), new Version(row.getString(2))) : null;
		}
	}

	@Override
	Map<StoreKey, StoredValue> readAll(SqlSession sql, List<StoreKey> keys) throws SQLException {
		Map<StoreKey, StoredValue> found = new HashMap<>();
		try (PreparedStatement statement = prepareKeys(sql, "select entry_key, content, version from ", keys, "");
				ResultSet row = statement.executeQuery()) {
			collect(row, found);
		}
		return found;
	}

	@Override
	void lockAll(SqlSession sql, List<StoreKey> sorted) throws SQLException {
		try (PreparedStatement statement = prepareKeys(sql, "select 1 from ", sorted,
				" order by entry_key for update")) {
			exhaust(statement);
		}
	}

	@Override
	void deleteAll(SqlSession sql, List<StoreKey> sorted) throws SQLException {
		try (PreparedStatement statement = prepareKeys(sql, "delete from ", sorted, "")) {
			statement.executeUpdate();
		}
	}

	private PreparedStatement prepareKeys(SqlSession sql, String select, List<StoreKey> keys, String end)
			throws SQLException {
		return sql.prepare(select + table() + " where store = ? and entry_key = any (?)" + end, store(),
				sql.connection().createArrayOf("bytea", EntryRow.keys(keys, keys.size())));
	}

	@Override
	void writeAll(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> sorted) throws SQLException {
		for (List<Map.Entry<StoreKey, ByteBuffer>> batch : batches(sorted)) {
			insert(sql, batch, UPSERT);
		}
	}

	@Override
	boolean insertAbsent(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> sorted) throws SQLException {
		for (List<Map.Entry<StoreKey, ByteBuffer>> batch : batches(sorted)) {
			if (!all(insert(sql, batch, IF_ABSENT))) {
				return false;
			}
		}
		return true;
	}

	@Override
	String limit(int rows) {
		return " limit " + rows;
	}

}
