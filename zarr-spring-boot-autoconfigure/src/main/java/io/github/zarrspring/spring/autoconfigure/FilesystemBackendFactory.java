package io.github.zarrspring.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Makes stores of the type {@code filesystem}. That it can be written is checked here,
 * without writing: the store itself makes its directory at the first write, so that a
 * read-only one works from a directory that nobody may write to. A read-only one that has
 * no directory is down until there is one.
 */
class FilesystemBackendFactory implements StorageBackendFactory {

	static final String TYPE = "filesystem";

	private final Environment environment;

	private final Predicate<Path> writable;

	FilesystemBackendFactory(Environment environment) {
		this(environment, Files::isWritable);
	}

	FilesystemBackendFactory(Environment environment, Predicate<Path> writable) {
		this.environment = environment;
		this.writable = writable;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public StorageBackend create(StoreContext context) {
		StoreProperties.Filesystem properties = context.bind(StoreProperties.Filesystem.class);
		Path directory = directory(context, properties.path());
		checkUsable(context, String.valueOf(properties.path()), directory);
		return new FilesystemBackend(directory, properties.sync(), context.properties().readOnly());
	}

	@Override
	public String location(StoreContext context) {
		return directory(context, context.bind(StoreProperties.Filesystem.class).path()).toString();
	}

	private Path directory(StoreContext context, @Nullable String path) {
		if (path == null || path.isBlank()) {
			throw StoreFailures.missingDirectory(this.environment, context);
		}
		try {
			return Path.of(path).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw StoreFailures.notAPath(this.environment, context.name(), path, ex.getReason());
		}
	}

	private void checkUsable(StoreContext context, String path, Path directory) {
		Path existing = nearestExisting(directory);
		if (existing == null) {
			return;
		}
		if (!Files.isDirectory(existing)) {
			throw StoreFailures.notADirectory(this.environment, context.name(), path, existing);
		}
		if (!context.properties().readOnly() && !this.writable.test(existing)) {
			throw StoreFailures.notWritable(this.environment, context.name(), path, existing);
		}
	}

	private static @Nullable Path nearestExisting(Path directory) {
		Path path = directory;
		while (path != null && !Files.exists(path)) {
			path = path.getParent();
		}
		return path;
	}

}
