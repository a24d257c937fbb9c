package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.github.zarrspring.storage.memory.Ordering;

class SortedConcurrentMapBackendTests extends StorageBackendContractTests {

	@Override
	protected StorageBackend createBackend() {
		return new ConcurrentMapBackend(Ordering.SORTED);
	}

}
