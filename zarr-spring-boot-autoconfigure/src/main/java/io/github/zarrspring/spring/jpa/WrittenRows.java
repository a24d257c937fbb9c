package io.github.zarrspring.spring.jpa;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.storage.StoreKey;

/**
 * What a batch of inserts or updates wrote. A driver that makes one statement of a batch
 * or sends it in bulk says {@link Statement#SUCCESS_NO_INFO}, whether a row was written
 * or not. The table is asked then: each row is written with a version of its own, so one
 * that has it was written.
 */
final class WrittenRows {

	private final List<StoreKey> keys;

	private final List<String> versions;

	private int[] counts = new int[0];

	WrittenRows(int size) {
		this.keys = new ArrayList<>(size);
		this.versions = new ArrayList<>(size);
	}

	/**
	 * Add a row to those that are to be written.
	 * @return its version
	 */
	String add(StoreKey key) {
		String version = EntryRow.newVersion();
		this.keys.add(key);
		this.versions.add(version);
		return version;
	}

	/**
	 * Keep what the driver says of the rows.
	 */
	WrittenRows counted(int[] counts) {
		this.counts = counts;
		return this;
	}

	/**
	 * Whether all rows were written.
	 */
	boolean areAll(SqlSession sql, EntryStatements statements) throws SQLException {
		for (boolean written : outcome(sql, statements)) {
			if (!written) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether each row was written.
	 */
	boolean[] outcome(SqlSession sql, EntryStatements statements) throws SQLException {
		boolean[] written = new boolean[this.counts.length];
		for (int i = 0; i < written.length; i++) {
			if (this.counts[i] != 0 && this.counts[i] != 1) {
				return ask(sql, statements);
			}
			written[i] = (this.counts[i] == 1);
		}
		return written;
	}

	/**
	 * Ask the table which rows were written.
	 */
	boolean[] ask(SqlSession sql, EntryStatements statements) throws SQLException {
		Map<StoreKey, String> stored = statements.versions(sql, this.keys);
		boolean[] written = new boolean[this.keys.size()];
		for (int i = 0; i < written.length; i++) {
			written[i] = this.versions.get(i).equals(stored.get(this.keys.get(i)));
		}
		return written;
	}

}
