package io.github.zarrspring.spring.jpa;

import java.sql.SQLException;

/**
 * Statements on one connection.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
interface SqlWork<T> {

	/**
	 * Run the statements.
	 * @param sql the connection
	 * @return the result
	 * @throws SQLException if the database fails
	 */
	T run(SqlSession sql) throws SQLException;

}
