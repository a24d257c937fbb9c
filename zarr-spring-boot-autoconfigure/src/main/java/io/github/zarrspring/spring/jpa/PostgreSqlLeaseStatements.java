package io.github.zarrspring.spring.jpa;

/**
 * The statements on the row of a lease on PostgreSQL: writers of one holder share the
 * row.
 */
final class PostgreSqlLeaseStatements extends LeaseStatements {

	PostgreSqlLeaseStatements(TableName entries, String store) {
		super(entries, store);
	}

	@Override
	String now() {
		return "clock_timestamp()";
	}

	@Override
	String share() {
		return " for share";
	}

}
