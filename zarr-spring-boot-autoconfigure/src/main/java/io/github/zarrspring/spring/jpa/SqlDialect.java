package io.github.zarrspring.spring.jpa;

import java.util.Locale;

/**
 * The kinds of databases that statements differ for.
 */
public enum SqlDialect {

	/**
	 * PostgreSQL, and what speaks its SQL.
	 */
	POSTGRESQL {

		@Override
		EntryStatements statements(TableName table, String store) {
			return new PostgreSqlStatements(table, store);
		}

		@Override
		LeaseStatements leaseStatements(TableName table, String store) {
			return new PostgreSqlLeaseStatements(table, store);
		}

	},

	/**
	 * MariaDB and MySQL.
	 */
	MYSQL {

		@Override
		EntryStatements statements(TableName table, String store) {
			return new MySqlStatements(table, store);
		}

		@Override
		LeaseStatements leaseStatements(TableName table, String store) {
			return new MySqlLeaseStatements(table, store);
		}

	},

	/**
	 * Any other database.
	 */
	STANDARD {

		@Override
		EntryStatements statements(TableName table, String store) {
			return new EntryStatements(table, store);
		}

		@Override
		LeaseStatements leaseStatements(TableName table, String store) {
			return new LeaseStatements(table, store);
		}

	};

	abstract EntryStatements statements(TableName table, String store);

	abstract LeaseStatements leaseStatements(TableName table, String store);

	/**
	 * The dialect of a database.
	 * @param product the name of the database as its JDBC driver tells it
	 * @return the dialect
	 */
	public static SqlDialect of(String product) {
		return switch (product.toLowerCase(Locale.ROOT)) {
			case "postgresql" -> POSTGRESQL;
			case "mariadb", "mysql" -> MYSQL;
			default -> STANDARD;
		};
	}

}
