package io.github.zarrspring.test;

import java.nio.file.Path;
import java.time.Duration;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.snapshot.JournalMode;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotOptions;
import org.junit.jupiter.api.io.TempDir;

/**
 * The snapshot backend without a journal keeps the contract while it is saved all the
 * time.
 */
class SnapshotBackendTests extends StorageBackendContractTests {

	@TempDir
	Path directory;

	@Override
	protected StorageBackend createBackend() {
		return create(JournalMode.OFF, true);
	}

	final StorageBackend create(JournalMode journal, boolean fsync) {
		SnapshotOptions options = SnapshotOptions.of(this.directory.resolve("store.zip"))
			.withInterval(Duration.ofMillis(10))
			.withJournal(journal)
			.withFsync(fsync);
		return new SnapshotBackend(options, (line) -> {
			throw new AssertionError(line);
		});
	}

}
