package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;
import org.junit.jupiter.api.AfterEach;

class EtagBackendTests extends StorageBackendContractTests {

	private final EtagServer server = new EtagServer();

	@Override
	protected StorageBackend createBackend() {
		return new EtagBackend(this.server.uri());
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return new EtagBackend(this.server.uri());
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

}
