package io.github.zarrspring.spring.jpa;

class JpaPostgreSqlContractTests extends JpaContractTests {

	JpaPostgreSqlContractTests() {
		super(Databases.POSTGRESQL::newUrl);
	}

}
