package io.github.zarrspring.spring.jpa;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import io.github.zarrspring.storage.access.LeaseState;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the row of the lease of a store. All instances of an application go
 * by the clock of the database.
 */
class LeaseStatements {

	private static final String COLUMNS = "holder, fencing_number, claimed, heir, time_to_live, expires_at";

	private final String table;

	private final String store;

	LeaseStatements(TableName entries, String store) {
		this.table = entries.leases().qualified();
		this.store = store;
	}

	/**
	 * What gives the time at which the statement runs, where that is not the time at
	 * which its transaction began.
	 */
	String now() {
		return "current_timestamp";
	}

	/**
	 * How to keep others from changing the row. Where they can still lock it in the same
	 * way, holders do not wait for each other.
	 */
	String share() {
		return " for update";
	}

	final @Nullable LeaseRow read(SqlSession sql) throws SQLException {
		return select(sql, "");
	}

	final @Nullable LeaseRow lockToChange(SqlSession sql) throws SQLException {
		return select(sql, " for update");
	}

	final @Nullable LeaseRow lockToWrite(SqlSession sql) throws SQLException {
		return select(sql, share());
	}

	private @Nullable LeaseRow select(SqlSession sql, String end) throws SQLException {
		try (PreparedStatement statement = sql
			.prepare("select " + COLUMNS + ", " + now() + " from " + this.table + " where store = ?" + end, this.store);
				ResultSet row = statement.executeQuery()) {
			return row.next() ? new LeaseRow(new LeaseState(row.getString(1), row.getLong(2), row.getBoolean(3),
					row.getString(4), Duration.ofMillis(row.getLong(5)), instant(row, 6)), now(row, 7)) : null;
		}
	}

	private static Instant now(ResultSet row, int column) throws SQLException {
		Instant now = instant(row, column);
		if (now == null) {
			throw new SQLException("The database does not tell the time");
		}
		return now;
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		Timestamp time = row.getTimestamp(column);
		return (time != null) ? time.toInstant() : null;
	}

	final void insert(SqlSession sql, LeaseState state) throws SQLException {
		write(sql, "insert into " + this.table + " (" + COLUMNS + ", store) values (?, ?, ?, ?, ?, ?, ?)", state);
	}

	final void update(SqlSession sql, LeaseState state) throws SQLException {
		write(sql,
				"update " + this.table
						+ " set holder = ?, fencing_number = ?, claimed = ?, heir = ?, time_to_live = ?, expires_at = ?"
						+ " where store = ?",
				state);
	}

	private void write(SqlSession sql, String text, LeaseState state) throws SQLException {
		try (PreparedStatement statement = sql.prepare(text)) {
			statement.setString(1, state.holder());
			statement.setLong(2, state.fencingNumber());
			statement.setBoolean(3, state.claimed());
			statement.setString(4, state.heir());
			statement.setLong(5, state.timeToLive().toMillis());
			Instant expires = state.expires();
			if (expires != null) {
				statement.setObject(6, OffsetDateTime.ofInstant(expires, ZoneOffset.UTC));
			}
			else {
				statement.setNull(6, Types.TIMESTAMP_WITH_TIMEZONE);
			}
			statement.setString(7, this.store);
			statement.executeUpdate();
		}
	}

}
