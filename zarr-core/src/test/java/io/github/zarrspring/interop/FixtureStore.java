package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.file.Path;

import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.zip.ZipBackend;

/**
 * A store that another Zarr implementation wrote, opened with an engine of its own.
 */
final class FixtureStore implements AutoCloseable {

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend backend;

	private final Hierarchy hierarchy;

	private FixtureStore(StorageBackend backend) {
		this.backend = backend;
		this.hierarchy = this.engine.hierarchy("fixture", backend);
	}

	static FixtureStore open(Path path) throws IOException {
		return open(backend(path));
	}

	static FixtureStore open(StorageBackend backend) {
		return new FixtureStore(backend);
	}

	/**
	 * The backend for a directory or zip file.
	 */
	static StorageBackend backend(Path path) throws IOException {
		if (!path.toString().endsWith(".zip")) {
			return new FilesystemBackend(path);
		}
		return new ZipBackend(path);
	}

	Hierarchy hierarchy() {
		return this.hierarchy;
	}

	/**
	 * Read all arrays.
	 */
	void readAll() {
		this.hierarchy.walk("", (node) -> {
			if (node instanceof ZarrArray array) {
				array.read();
			}
		});
	}

	@Override
	public void close() {
		this.backend.close();
		this.engine.close();
	}

}
