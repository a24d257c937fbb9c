package io.github.zarrspring.array;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.access.StoreAccess;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyLocksTests {

	@Test
	void whenStoreIsSeenThroughSeveralViewsThenLocksAreTheSame() {
		StorageBackend map = new ConcurrentMapBackend();
		StoreAccess access = new StoreAccess("lake", AccessLevel.PUBLIC, map);
		Lease lease = access.acquire(LeaseRequest.of("a"));
		KeyLocks locks = new KeyLocks();
		for (int i = 0; i < 20; i++) {
			StoreKey key = StoreKey.of("a/c/" + i);
			assertThat(locks.lock(access.backend(lease), key)).isSameAs(locks.lock(access.backend(lease), key))
				.isSameAs(locks.lock(map, key));
		}
	}

}
