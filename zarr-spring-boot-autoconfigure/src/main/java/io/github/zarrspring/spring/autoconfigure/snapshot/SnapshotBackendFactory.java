package io.github.zarrspring.spring.autoconfigure.snapshot;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.autoconfigure.SnapshotLoading;
import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.snapshot.SnapshotBackend;
import io.github.zarrspring.storage.snapshot.SnapshotOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes stores of the type {@code snapshot}.
 */
class SnapshotBackendFactory implements StorageBackendFactory {

	static final String TYPE = "snapshot";

	private static final Log logger = LogFactory.getLog(SnapshotBackend.class);

	private final SnapshotStores stores;

	SnapshotBackendFactory(SnapshotStores stores) {
		this.stores = stores;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public StorageBackend create(StoreContext context) {
		StoreProperties.Snapshot properties = context.bind(StoreProperties.Snapshot.class);
		try {
			SnapshotBackend backend = new SnapshotBackend(options(context, properties),
					(line) -> logger.warn("Store '%s': %s".formatted(context.name(), line)));
			this.stores.add(context.name(), backend);
			return backend;
		}
		catch (ZarrException ex) {
			throw SnapshotFailures.notOpened(context, String.valueOf(properties.path()), ex);
		}
	}

	@Override
	public boolean supportsHistory() {
		return true;
	}

	private static SnapshotOptions options(StoreContext context, StoreProperties.Snapshot properties) {
		Path path = path(context, properties.path());
		if (Files.isDirectory(path) || path.getFileName() == null) {
			throw SnapshotFailures.notAFile(context, String.valueOf(properties.path()), "it is a directory");
		}
		if (properties.keep() < 1) {
			throw SnapshotFailures.invalid(context, "keep", properties.keep(),
					"1 generation at least has to be kept, the newest");
		}
		if (properties.interval().isNegative()) {
			throw SnapshotFailures.invalid(context, "interval", properties.interval(), "it is negative");
		}
		return new SnapshotOptions(path, properties.interval(), properties.onShutdown(), properties.keep(),
				properties.journal(), properties.fsync(), properties.loading() == SnapshotLoading.BACKGROUND);
	}

	private static Path path(StoreContext context, @Nullable String path) {
		if (path == null || path.isBlank()) {
			throw SnapshotFailures.missingPath(context);
		}
		try {
			return Path.of(path).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw SnapshotFailures.notAFile(context, path, ex.getReason());
		}
	}

	@Override
	public String location(StoreContext context) {
		return path(context, context.bind(StoreProperties.Snapshot.class).path()).toString();
	}

}
