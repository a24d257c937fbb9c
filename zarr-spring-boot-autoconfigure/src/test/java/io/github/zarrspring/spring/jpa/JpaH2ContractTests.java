package io.github.zarrspring.spring.jpa;

class JpaH2ContractTests extends JpaContractTests {

	JpaH2ContractTests() {
		super(Databases.H2::newUrl);
	}

}
