package io.github.zarrspring.test;

import java.nio.file.Path;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.zip.ZipBackend;
import org.junit.jupiter.api.io.TempDir;

class ZipBackendTests extends StorageBackendContractTests {

	@TempDir
	Path directory;

	@Override
	protected StorageBackend createBackend() {
		return new ZipBackend(this.directory.resolve("store.zip"));
	}

}
