package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The root directory of a store, which may be missing at first. Once it was there it has
 * to stay: a root that was moved away, removed or unmounted is no empty store, and
 * neither is another directory in its place. Safe for use by several threads.
 */
final class Root {

	private final Path path;

	private volatile @Nullable Object identity;

	/**
	 * A root.
	 * @param path its path
	 */
	Root(Path path) {
		this.path = path;
	}

	/**
	 * Whether the root is there.
	 * @return whether it is; {@code false} if it never was
	 * @throws StoreUnavailableException if it was there and is no longer
	 * @throws IOException if it cannot be found out
	 */
	boolean isPresent() throws IOException {
		Object before = this.identity;
		Object now = identity();
		if (before == null) {
			this.identity = now;
			return now != null;
		}
		if (before.equals(now)) {
			return true;
		}
		throw new StoreUnavailableException((now != null)
				? "Another directory is in the place of '%s', which was that of the store: close the store and open it again to use that"
					.formatted(this.path)
				: "The directory '%s' of the store is gone: it was moved away, removed or unmounted"
					.formatted(this.path));
	}

	private @Nullable Object identity() throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class);
			return attributes.isDirectory() ? Directories.identity(attributes) : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Make the root, unless it was there before.
	 * @throws StoreUnavailableException if it was there and is no longer
	 * @throws IOException if it cannot be made
	 */
	void make() throws IOException {
		if (!isPresent()) {
			Files.createDirectories(this.path);
			if (!isPresent()) {
				throw new NoSuchFileException(this.path.toString());
			}
		}
	}

}
