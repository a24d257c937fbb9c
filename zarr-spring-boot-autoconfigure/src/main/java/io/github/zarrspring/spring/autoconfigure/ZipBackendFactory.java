package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.zip.ZipBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Makes stores of the type {@code zip}.
 */
class ZipBackendFactory implements StorageBackendFactory {

	static final String TYPE = "zip";

	private final Environment environment;

	ZipBackendFactory(Environment environment) {
		this.environment = environment;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public StorageBackend create(StoreContext context) {
		String path = context.bind(StoreProperties.Zip.class).path();
		Path archive = archive(context, path);
		if (Files.isDirectory(archive) || archive.getFileName() == null) {
			throw StoreFailures.notAnArchive(this.environment, context.name(), archive.toString(), "it is a directory");
		}
		try {
			return new ZipBackend(archive);
		}
		catch (ZarrException ex) {
			throw StoreFailures.archiveNotOpened(this.environment, context.name(), archive.toString(), ex);
		}
	}

	@Override
	public String location(StoreContext context) {
		return archive(context, context.bind(StoreProperties.Zip.class).path()).toString();
	}

	private Path archive(StoreContext context, @Nullable String path) {
		if (path == null || path.isBlank()) {
			throw StoreFailures.missingArchive(this.environment, context);
		}
		try {
			return Path.of(path).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw StoreFailures.notAnArchive(this.environment, context.name(), path, ex.getReason());
		}
	}

}
