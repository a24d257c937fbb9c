package io.github.zarrspring.spring.http;

import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.test.StorageBackendContractTests;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of backends, over real sockets to a server that serves a directory.
 */
class HttpContractTests extends StorageBackendContractTests {

	private final TestServer server = new TestServer(new DirectoryHandler(true));

	@Override
	protected StorageBackend createBackend() {
		return HttpStores.open(this.server.uri());
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return HttpStores.open(this.server.uri());
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

}
