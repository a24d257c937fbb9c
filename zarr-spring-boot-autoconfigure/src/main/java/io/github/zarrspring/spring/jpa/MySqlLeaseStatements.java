package io.github.zarrspring.spring.jpa;

/**
 * The statements on the row of a lease on MariaDB and MySQL: writers of one holder share
 * the row.
 */
final class MySqlLeaseStatements extends LeaseStatements {

	MySqlLeaseStatements(TableName entries, String store) {
		super(entries, store);
	}

	@Override
	String now() {
		return "sysdate(6)";
	}

	@Override
	String share() {
		return " lock in share mode";
	}

}
