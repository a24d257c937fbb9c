package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

class ConcurrentMapBackendTests extends StorageBackendContractTests {

	@Override
	protected StorageBackend createBackend() {
		return new ConcurrentMapBackend();
	}

}
