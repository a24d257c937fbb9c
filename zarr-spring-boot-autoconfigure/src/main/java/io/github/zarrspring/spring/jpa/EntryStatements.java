package io.github.zarrspring.spring.jpa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a store on its table, in the SQL that all databases have. What a
 * database can do better is for a subclass.
 */
class EntryStatements {

	/**
	 * The most keys in one statement.
	 */
	private static final int MAX_KEYS = 256;

	/**
	 * The most bytes in one batch, which drivers may keep until they send it.
	 */
	private static final long MAX_BATCH_BYTES = 16L << 20;

	static final String KEY = "store = ? and entry_key = ?";

	private static final String BELOW = " where store = ? and entry_key >= ? and entry_key < ?";

	private static final String INSERT = "insert into %s"
			+ " (content, size, version, store, entry_key, path, entry, created_at, updated_at)"
			+ " values (?, ?, ?, ?, ?, ?, ?, current_timestamp, current_timestamp)";

	/**
	 * The version of rows that are there to keep others out.
	 */
	private static final String CLAIM = "claim";

	private final String table;

	private final String store;

	EntryStatements(TableName table, String store) {
		this.table = table.qualified();
		this.store = store;
	}

	final String table() {
		return this.table;
	}

	final String store() {
		return this.store;
	}

	@Nullable StoredValue read(SqlSession sql, StoreKey key) throws SQLException {
		try (PreparedStatement statement = sql.prepare("select content, version from " + this.table + " where " + KEY,
				this.store, EntryRow.key(key)); ResultSet row = statement.executeQuery()) {
			return row.next() ? new StoredValue(ByteBuffer.wrap(row.getBytes(1)), new Version(row.getString(2))) : null;
		}
	}

	/**
	 * Read a part of a value, passing over what is before it.
	 */
	@Nullable StoredValue read(SqlSession sql, StoreKey key, ByteRange range) throws SQLException {
		try (PreparedStatement statement = sql.prepare(
				"select content, version, size from " + this.table + " where " + KEY, this.store, EntryRow.key(key));
				ResultSet row = statement.executeQuery()) {
			if (!row.next()) {
				return null;
			}
			long size = row.getLong(3);
			Version version = new Version(row.getString(2));
			try (InputStream stream = row.getBinaryStream(1)) {
				stream.skipNBytes(range.start(size));
				byte[] part = stream.readNBytes(Math.toIntExact(range.count(size)));
				return new StoredValue(ByteBuffer.wrap(part), version);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Read parts of a value.
	 * @return the parts in their order, none at all if there is no value
	 */
	List<StoredValue> readParts(SqlSession sql, StoreKey key, List<ByteRange> ranges) throws SQLException {
		List<StoredValue> parts = new ArrayList<>(ranges.size());
		for (ByteRange range : ranges) {
			StoredValue part = read(sql, key, range);
			if (part == null) {
				return List.of();
			}
			parts.add(part);
		}
		return parts;
	}

	final boolean exists(SqlSession sql, StoreKey key) throws SQLException {
		try (PreparedStatement statement = sql.prepare("select 1 from " + this.table + " where " + KEY, this.store,
				EntryRow.key(key)); ResultSet row = statement.executeQuery()) {
			return row.next();
		}
	}

	/**
	 * Read several values, with a call for each so many keys.
	 */
	Map<StoreKey, StoredValue> readAll(SqlSession sql, List<StoreKey> keys) throws SQLException {
		Map<StoreKey, StoredValue> found = new HashMap<>();
		for (List<StoreKey> part : parts(keys)) {
			try (PreparedStatement statement = prepareKeys(sql, "select entry_key, content, version from ", part, "");
					ResultSet row = statement.executeQuery()) {
				collect(row, found);
			}
		}
		return found;
	}

	/**
	 * The versions of rows as this transaction sees them.
	 */
	final Map<StoreKey, String> versions(SqlSession sql, List<StoreKey> keys) throws SQLException {
		Map<StoreKey, String> versions = new HashMap<>();
		for (List<StoreKey> part : parts(keys)) {
			try (PreparedStatement statement = prepareKeys(sql, "select entry_key, version from ", part, "");
					ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					versions.put(EntryRow.key(row.getBytes(1)), row.getString(2));
				}
			}
		}
		return versions;
	}

	static void collect(ResultSet row, Map<StoreKey, StoredValue> found) throws SQLException {
		while (row.next()) {
			found.put(EntryRow.key(row.getBytes(1)),
					new StoredValue(ByteBuffer.wrap(row.getBytes(2)), new Version(row.getString(3))));
		}
	}

	/**
	 * Lock the rows that there are, in the order of their keys.
	 */
	void lockAll(SqlSession sql, List<StoreKey> sorted) throws SQLException {
		for (List<StoreKey> part : parts(sorted)) {
			try (PreparedStatement statement = prepareKeys(sql, "select entry_key from ", part,
					" order by entry_key for update")) {
				exhaust(statement);
			}
		}
	}

	/**
	 * What makes a select lock the rows of nodes.
	 * @return the end of the statement, {@code null} if there is no such lock
	 */
	@Nullable String lockClause(NodeLock mode) {
		return (mode != NodeLock.SHARED) ? " for update" : null;
	}

	/**
	 * Whether the transaction sees the rows of nodes as they were when they were locked.
	 */
	boolean isSeen(SqlSession sql, List<StoreKey> keys, Map<StoreKey, String> locked, NodeLock mode)
			throws SQLException {
		return true;
	}

	/**
	 * Keep others from adding rows of some keys until the transaction ends: they are
	 * added, and deleted at once.
	 * @return whether there were none, else nothing is certain
	 */
	final boolean claim(SqlSession sql, List<StoreKey> keys) throws SQLException {
		try (PreparedStatement statement = sql.prepare(String.format(Locale.ROOT, INSERT, this.table) + ifAbsent())) {
			for (StoreKey key : keys) {
				statement.setBytes(1, new byte[0]);
				statement.setLong(2, 0);
				statement.setString(3, CLAIM);
				setKey(statement, 4, key);
				statement.addBatch();
			}
			statement.executeBatch();
		}
		try (PreparedStatement statement = prepareKeys(sql, "delete from ", keys, " and version = '" + CLAIM + "'")) {
			return statement.executeUpdate() == keys.size();
		}
	}

	/**
	 * What makes an insert pass over rows that there are, where the database has that.
	 */
	String ifAbsent() {
		return "";
	}

	static void exhaust(PreparedStatement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				// Each row is locked when it is fetched.
			}
		}
	}

	void deleteAll(SqlSession sql, List<StoreKey> sorted) throws SQLException {
		for (List<StoreKey> part : parts(sorted)) {
			try (PreparedStatement statement = prepareKeys(sql, "delete from ", part, "")) {
				statement.executeUpdate();
			}
		}
	}

	private static List<List<StoreKey>> parts(List<StoreKey> keys) {
		List<List<StoreKey>> parts = new ArrayList<>();
		for (int start = 0; start < keys.size(); start += MAX_KEYS) {
			parts.add(keys.subList(start, Math.min(keys.size(), start + MAX_KEYS)));
		}
		return parts;
	}

	/**
	 * A statement for some keys. The number of its parameters is a power of two, so that
	 * there are few different statements; the last key fills them up.
	 */
	PreparedStatement prepareKeys(SqlSession sql, String select, List<StoreKey> keys, String end) throws SQLException {
		int size = Integer.highestOneBit(Math.max(1, 2 * keys.size() - 1));
		Object[] arguments = new Object[1 + size];
		arguments[0] = this.store;
		for (int i = 0; i < size; i++) {
			arguments[1 + i] = EntryRow.key(keys.get(Math.min(i, keys.size() - 1)));
		}
		return sql.prepare(
				select + this.table + " where store = ? and entry_key in (?" + ", ?".repeat(size - 1) + ")" + end,
				arguments);
	}

	/**
	 * Write values, whether there are some already or not: change the rows that there
	 * are, then add the others.
	 */
	void writeAll(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> sorted) throws SQLException {
		for (List<Map.Entry<StoreKey, ByteBuffer>> batch : batches(sorted)) {
			List<Map.Entry<StoreKey, ByteBuffer>> missing = new ArrayList<>();
			boolean[] changed = update(sql, batch).outcome(sql, this);
			for (int i = 0; i < changed.length; i++) {
				if (!changed[i]) {
					missing.add(batch.get(i));
				}
			}
			insert(sql, missing, "");
		}
	}

	private WrittenRows update(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> batch) throws SQLException {
		try (PreparedStatement statement = sql.prepare("update " + this.table
				+ " set content = ?, size = ?, version = ?, updated_at = current_timestamp where " + KEY)) {
			WrittenRows rows = new WrittenRows(batch.size());
			for (Map.Entry<StoreKey, ByteBuffer> entry : batch) {
				setValue(statement, entry.getValue(), rows.add(entry.getKey()));
				statement.setString(4, this.store);
				statement.setBytes(5, EntryRow.key(entry.getKey()));
				statement.addBatch();
			}
			return rows.counted(statement.executeBatch());
		}
	}

	private static void setValue(PreparedStatement statement, ByteBuffer bytes, String version) throws SQLException {
		EntryRow.setValue(statement, 1, bytes);
		statement.setLong(2, bytes.remaining());
		statement.setString(3, version);
	}

	/**
	 * Add rows.
	 */
	final WrittenRows insert(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> batch, String end)
			throws SQLException {
		WrittenRows rows = new WrittenRows(batch.size());
		if (batch.isEmpty()) {
			return rows;
		}
		try (PreparedStatement statement = sql.prepare(String.format(Locale.ROOT, INSERT, this.table) + end)) {
			for (Map.Entry<StoreKey, ByteBuffer> entry : batch) {
				setValue(statement, entry.getValue(), rows.add(entry.getKey()));
				setKey(statement, 4, entry.getKey());
				statement.addBatch();
			}
			return rows.counted(statement.executeBatch());
		}
	}

	private void setKey(PreparedStatement statement, int index, StoreKey key) throws SQLException {
		statement.setString(index, this.store);
		statement.setBytes(index + 1, EntryRow.key(key));
		statement.setString(index + 2, key.path().value());
		statement.setString(index + 3, key.entry());
	}

	/**
	 * Add rows where there are none.
	 * @return whether there were none
	 */
	boolean insertAbsent(SqlSession sql, List<Map.Entry<StoreKey, ByteBuffer>> sorted) throws SQLException {
		for (Map.Entry<StoreKey, ByteBuffer> entry : sorted) {
			if (exists(sql, entry.getKey())) {
				return false;
			}
		}
		for (List<Map.Entry<StoreKey, ByteBuffer>> batch : batches(sorted)) {
			insert(sql, batch, "");
		}
		return true;
	}

	/**
	 * Write and delete where the versions are as expected.
	 * @return whether all were
	 */
	final boolean compareAndSetAll(SqlSession sql, List<Map.Entry<StoreKey, ConditionalWrite>> sorted)
			throws SQLException {
		List<Map.Entry<StoreKey, ByteBuffer>> inserts = new ArrayList<>();
		List<Map.Entry<StoreKey, ConditionalWrite>> updates = new ArrayList<>();
		List<Map.Entry<StoreKey, ConditionalWrite>> deletes = new ArrayList<>();
		for (Map.Entry<StoreKey, ConditionalWrite> entry : sorted) {
			ByteBuffer bytes = entry.getValue().bytes();
			if (bytes == null) {
				deletes.add(entry);
			}
			else if (entry.getValue().expected().equals(Version.ABSENT)) {
				inserts.add(Map.entry(entry.getKey(), bytes));
			}
			else {
				updates.add(entry);
			}
		}
		return compareAndUpdate(sql, updates) && compareAndDelete(sql, deletes) && insertAbsent(sql, inserts);
	}

	private boolean compareAndUpdate(SqlSession sql, List<Map.Entry<StoreKey, ConditionalWrite>> updates)
			throws SQLException {
		if (updates.isEmpty()) {
			return true;
		}
		try (PreparedStatement statement = sql.prepare("update " + this.table
				+ " set content = ?, size = ?, version = ?, updated_at = current_timestamp where " + KEY
				+ " and version = ?")) {
			WrittenRows rows = new WrittenRows(updates.size());
			for (Map.Entry<StoreKey, ConditionalWrite> entry : updates) {
				ByteBuffer bytes = entry.getValue().bytes();
				setValue(statement, (bytes != null) ? bytes : ByteBuffer.allocate(0), rows.add(entry.getKey()));
				setExpected(statement, 4, entry);
				statement.addBatch();
			}
			return rows.counted(statement.executeBatch()).areAll(sql, this);
		}
	}

	/**
	 * Delete rows of the versions that are expected, one by one: of what is gone nobody
	 * can tell afterwards who deleted it, where a batch does not count.
	 * @return whether all were there
	 */
	boolean compareAndDelete(SqlSession sql, List<Map.Entry<StoreKey, ConditionalWrite>> deletes) throws SQLException {
		if (deletes.isEmpty()) {
			return true;
		}
		try (PreparedStatement statement = sql
			.prepare("delete from " + this.table + " where " + KEY + " and version = ?")) {
			for (Map.Entry<StoreKey, ConditionalWrite> entry : deletes) {
				setExpected(statement, 1, entry);
				if (statement.executeUpdate() == 0) {
					return false;
				}
			}
			return true;
		}
	}

	private void setExpected(PreparedStatement statement, int index, Map.Entry<StoreKey, ConditionalWrite> entry)
			throws SQLException {
		statement.setString(index, this.store);
		statement.setBytes(index + 1, EntryRow.key(entry.getKey()));
		statement.setString(index + 2, entry.getValue().expected().token());
	}

	static List<List<Map.Entry<StoreKey, ByteBuffer>>> batches(List<Map.Entry<StoreKey, ByteBuffer>> values) {
		List<List<Map.Entry<StoreKey, ByteBuffer>>> batches = new ArrayList<>();
		int start = 0;
		long bytes = 0;
		for (int i = 0; i < values.size(); i++) {
			bytes += values.get(i).getValue().remaining();
			if (bytes >= MAX_BATCH_BYTES || i == values.size() - 1) {
				batches.add(values.subList(start, i + 1));
				start = i + 1;
				bytes = 0;
			}
		}
		return batches;
	}

	final int delete(SqlSession sql, StoreKey key) throws SQLException {
		return sql.update("delete from " + this.table + " where " + KEY, this.store, EntryRow.key(key));
	}

	final int deleteAll(SqlSession sql, String prefix) throws SQLException {
		return sql.update("delete from " + this.table + BELOW, below(prefix));
	}

	private Object[] below(String prefix) {
		return new Object[] { this.store, EntryRow.bytes(prefix), EntryRow.end(prefix) };
	}

	final List<StoreKey> list(SqlSession sql, String prefix, @Nullable StoreKey after, int limit) throws SQLException {
		List<StoreKey> keys = new ArrayList<>();
		String select = "select entry_key from " + this.table + BELOW;
		Collection<Object> arguments = new ArrayList<>(List.of(below(prefix)));
		if (after != null) {
			select += " and entry_key > ?";
			arguments.add(EntryRow.key(after));
		}
		try (PreparedStatement statement = sql.prepare(select + " order by entry_key" + limit(limit),
				arguments.toArray())) {
			statement.setMaxRows(limit);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					keys.add(EntryRow.key(row.getBytes(1)));
				}
			}
		}
		return keys;
	}

	/**
	 * What tells the database how many rows are wanted, where it cannot tell by the
	 * statement's maximum.
	 */
	String limit(int rows) {
		return "";
	}

	final StoreInfo info(SqlSession sql, String prefix) throws SQLException {
		try (PreparedStatement statement = sql
			.prepare("select count(*), coalesce(sum(size), 0) from " + this.table + BELOW, below(prefix));
				ResultSet row = statement.executeQuery()) {
			row.next();
			return new StoreInfo(row.getLong(1), row.getLong(2));
		}
	}

}
