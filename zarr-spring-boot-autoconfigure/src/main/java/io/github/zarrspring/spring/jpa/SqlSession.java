package io.github.zarrspring.spring.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A connection for as long as one operation of a store takes.
 *
 * @param connection the connection
 * @param timeout how many seconds a statement may take, 0 for any number
 */
record SqlSession(Connection connection, int timeout) {

	/**
	 * Prepare a statement whose first parameters are given.
	 * @param sql the statement
	 * @param arguments its first parameters
	 * @return the statement, to be closed
	 * @throws SQLException if the database fails
	 */
	PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(sql);
		try {
			if (this.timeout > 0) {
				statement.setQueryTimeout(this.timeout);
			}
			for (int i = 0; i < arguments.length; i++) {
				set(statement, i + 1, arguments[i]);
			}
			return statement;
		}
		catch (SQLException ex) {
			statement.close();
			throw ex;
		}
	}

	private static void set(PreparedStatement statement, int index, Object argument) throws SQLException {
		if (argument instanceof byte[] bytes) {
			statement.setBytes(index, bytes);
		}
		else if (argument instanceof String string) {
			statement.setString(index, string);
		}
		else {
			statement.setObject(index, argument);
		}
	}

	/**
	 * Run a statement that changes rows.
	 * @param sql the statement
	 * @param arguments its parameters
	 * @return the number of rows that were changed
	 * @throws SQLException if the database fails
	 */
	int update(String sql, Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql, arguments)) {
			return statement.executeUpdate();
		}
	}

}
