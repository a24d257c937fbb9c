package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.snapshot.JournalMode;

/**
 * The snapshot backend with a journal that is forced every second keeps the contract.
 */
class EverySecondSnapshotBackendTests extends SnapshotBackendTests {

	@Override
	protected StorageBackend createBackend() {
		return create(JournalMode.EVERY_SECOND, true);
	}

}
