package io.github.zarrspring.spring.http;

import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.test.StorageBackendContractTests;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of backends, with a server that keeps no write ids.
 */
class HttpPlainContractTests extends StorageBackendContractTests {

	private final TestServer server = new TestServer(new DirectoryHandler(false));

	@Override
	protected StorageBackend createBackend() {
		return HttpStores.open(this.server.uri());
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

}
