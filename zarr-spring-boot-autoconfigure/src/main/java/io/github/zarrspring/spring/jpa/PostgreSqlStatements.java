package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.NodeLock;
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

	private static final String PARTS = "unnest(?, ?) with ordinality as part (first, length, number)";

	/**
	 * Suffixes are negative.
	 */
	private static final String FIRST_BYTE = "case when part.first < 0 then greatest(size + part.first, 0)"
			+ " else least(size, part.first) end";

	PostgreSqlStatements(TableName table, String store) {
		super(table, store);
	}

	@Override
	@Nullable StoredValue read(SqlSession sql, StoreKey key, ByteRange range) throws SQLException {
		List<StoredValue> parts = readParts(sql, key, List.of(range));
		return parts.isEmpty() ? null : parts.get(0);
	}

	/**
	 * Read all parts with one statement, of which there is one for any number of them.
	 */
	@Override
	List<StoredValue> readParts(SqlSession sql, StoreKey key, List<ByteRange> ranges) throws SQLException {
		String select = "select substring(content from cast(" + FIRST_BYTE
				+ " as integer) + 1 for part.length), version" + " from " + table() + ", " + PARTS + " where " + KEY
				+ " order by part.number";
		Object[] offsets = ranges.stream().map(ByteRange::offset).toArray();
		Object[] lengths = ranges.stream().map((range) -> (int) Math.min(range.length(), Integer.MAX_VALUE)).toArray();
		List<StoredValue> parts = new ArrayList<>(ranges.size());
		try (PreparedStatement statement = sql.prepare(select, sql.connection().createArrayOf("bigint", offsets),
				sql.connection().createArrayOf("integer", lengths), store(), EntryRow.key(key));
				ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				parts.add(new StoredValue(ByteBuffer.wrap(row.getBytes(1)), new Version(row.getString(2))));
			}
		}
		return parts;
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

	/**
	 * Lock rows so that others do not change them; those who only want them to stay, for
	 * a lock of their node, go on.
	 */
	@Override
	void lockAll(SqlSession sql, List<StoreKey> sorted) throws SQLException {
		try (PreparedStatement statement = prepareKeys(sql, "select 1 from ", sorted,
				" order by entry_key for no key update")) {
			exhaust(statement);
		}
	}

	@Override
	String lockClause(NodeLock mode) {
		return switch (mode) {
			case SHARED -> " for key share";
			case GROWING -> " for no key update";
			case EXCLUSIVE -> " for update";
		};
	}

	@Override
	String ifAbsent() {
		return IF_ABSENT;
	}

	@Override
	void deleteAll(SqlSession sql, List<StoreKey> sorted) throws SQLException {
		try (PreparedStatement statement = prepareKeys(sql, "delete from ", sorted, "")) {
			statement.executeUpdate();
		}
	}

	@Override
	PreparedStatement prepareKeys(SqlSession sql, String select, List<StoreKey> keys, String end) throws SQLException {
		return sql.prepare(select + table() + " where store = ? and entry_key = any (?)" + end, store(),
				sql.connection().createArrayOf("bytea", EntryRow.keys(keys, keys.size())));
	}

	/**
	 * Delete with one statement, which counts whatever the driver does with batches.
	 */
	@Override
	boolean compareAndDelete(SqlSession sql, List<Map.Entry<StoreKey, ConditionalWrite>> deletes) throws SQLException {
		if (deletes.isEmpty()) {
			return true;
		}
		byte[][] keys = EntryRow.keys(deletes.stream().map(Map.Entry::getKey).toList(), deletes.size());
		Object[] versions = deletes.stream().map((entry) -> entry.getValue().expected().token()).toArray();
		return sql.update(
				"delete from " + table() + " using unnest(?, ?) as expected (expected_key, expected_version)"
						+ " where store = ? and entry_key = expected_key and version = expected_version",
				sql.connection().createArrayOf("bytea", keys), sql.connection().createArrayOf("varchar", versions),
				store()) == deletes.size();
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
			if (!insert(sql, batch, IF_ABSENT).areAll(sql, this)) {
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
