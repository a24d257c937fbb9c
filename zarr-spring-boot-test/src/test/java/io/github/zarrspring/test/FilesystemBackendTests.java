package io.github.zarrspring.test;

import java.nio.file.Path;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import org.junit.jupiter.api.io.TempDir;

class FilesystemBackendTests extends StorageBackendContractTests {

	@TempDir
	Path directory;

	@Override
	protected StorageBackend createBackend() {
		return new FilesystemBackend(this.directory.resolve("store"));
	}

	@Override
	protected StorageBackend openSecondBackend() {
		return new FilesystemBackend(this.directory.resolve("store"));
	}

}
