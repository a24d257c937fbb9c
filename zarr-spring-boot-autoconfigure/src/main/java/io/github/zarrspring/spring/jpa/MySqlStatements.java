package io.github.zarrspring.spring.jpa;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.StoreKey;

/**
 * The statements of a store on MariaDB and MySQL: upserts, locks that writers share, and
 * a look whether what is locked is what the transaction sees, since in their usual
 * isolation it goes on to see what there was when it began to read.
 */
final class MySqlStatements extends EntryStatements {

	private static final String UPSERT = " on duplicate key update content = values(content), size = values(size),"
			+ " version = values(version), updated_at = values(updated_at)";

	private static final String IF_ABSENT = " on duplicate key update entry_key = values(entry_key)";

	MySqlStatements(TableName table, String store) {
		super(table, store);
	}

	@Override
	void writeAll(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> sorted) throws SQLException {
		for (List<Map.Entry<StoreKey, ByteBuffer>> batch : batches(sorted)) {
			insert(sql, batch, UPSERT);
		}
	}

	/**
	 * The number of rows that an upsert counts depends on the settings of the connection,
	 * so the table is asked.
	 */
	@Override
	boolean insertAbsent(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> sorted) throws SQLException {
		for (List<Map.Entry<StoreKey, ByteBuffer>> batch : batches(sorted)) {
			for (boolean written : insert(sql, batch, IF_ABSENT).ask(sql, this)) {
				if (!written) {
					return false;
				}
			}
		}
		return true;
	}

	@Override
	String ifAbsent() {
		return IF_ABSENT;
	}

	@Override
	String lockClause(NodeLock mode) {
		return (mode != NodeLock.SHARED) ? " for update" : " lock in share mode";
	}

	@Override
	boolean isSeen(SqlSession sql, List<StoreKey> keys, Map<StoreKey, String> locked, NodeLock mode)
			throws SQLException {
		Map<StoreKey, String> seen = versions(sql, keys);
		return (mode != NodeLock.SHARED) ? seen.equals(locked) : seen.keySet().equals(locked.keySet());
	}

	@Override
	String limit(int rows) {
		return " limit " + rows;
	}

}
