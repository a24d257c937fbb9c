package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;

class MapBackendTests extends StorageBackendContractTests {

	@Override
	protected StorageBackend createBackend() {
		return new MapBackend();
	}

}
