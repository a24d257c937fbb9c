package io.github.zarrspring.test;

import java.util.UUID;

import io.github.zarrspring.storage.StorageBackend;

class JdbcBackendTests extends StorageBackendContractTests {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

	@Override
	protected StorageBackend createBackend() {
		return new JdbcBackend(this.url);
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return new JdbcBackend(this.url);
	}

}
