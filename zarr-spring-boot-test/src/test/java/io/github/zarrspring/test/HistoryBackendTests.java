package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.history.HistoryBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("1.3 A store that keeps a history is a store like any other")
class HistoryBackendTests extends StorageBackendContractTests {

	@Override
	protected StorageBackend createBackend() {
		return new HistoryBackend(new ConcurrentMapBackend(), 3, true);
	}

}
