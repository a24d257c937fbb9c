package io.github.zarrspring.test;

import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("1.4 A private store is a store like any other for the holder of its lease")
class LeasedBackendTests extends StorageBackendContractTests {

	@Override
	protected StorageBackend createBackend() {
		ConcurrentMapBackend map = new ConcurrentMapBackend();
		StoreAccess access = new StoreAccess("lake", AccessLevel.PRIVATE, map);
		StorageBackend view = access.backend(access.acquire(LeaseRequest.of("a")));
		assertThat(view).isNotSameAs(map);
		return new DelegatingBackend(view) {

			@Override
			public void close() {
				map.close();
			}

		};
	}

}
