package io.github.zarrspring.test;

import java.nio.file.Path;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.filesystem.Sync;
import org.junit.jupiter.api.io.TempDir;

class SyncedFilesystemBackendTests extends StorageBackendContractTests {

	@TempDir
	Path directory;

	@Override
	protected StorageBackend createBackend() {
		return new FilesystemBackend(this.directory.resolve("store"), Sync.ALWAYS);
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return new FilesystemBackend(this.directory.resolve("store"), Sync.ALWAYS);
	}

}
