package io.github.zarrspring.test;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.snapshot.JournalMode;

/**
 * The snapshot backend with a journal that every write waits for keeps the contract.
 */
class EveryWriteSnapshotBackendTests extends SnapshotBackendTests {

	@Override
	protected StorageBackend createBackend() {
		return create(JournalMode.EVERY_WRITE, false);
	}

}
