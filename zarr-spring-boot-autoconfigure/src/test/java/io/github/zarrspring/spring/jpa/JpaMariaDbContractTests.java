package io.github.zarrspring.spring.jpa;

class JpaMariaDbContractTests extends JpaContractTests {

	JpaMariaDbContractTests() {
		super(MariaDbServer::newUrl);
	}

}
