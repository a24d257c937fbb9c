package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.StoreKey;

/**
 * Where the values of a store are: the key below the root, and nothing else, so that any
 * tool finds them.
 */
final class KeyPaths {

	/**
	 * The folder below the root that holds the store's own files and no values.
	 */
	static final String HIDDEN = ".zarr-spring";

	private final Path root;

	private final Path existing;

	/**
	 * The paths below a root, which need not be there yet.
	 * @param root the root
	 */
	KeyPaths(Path root) {
		Path absolute = root.toAbsolutePath().normalize();
		try {
			Path existing = absolute;
			while (!Files.exists(existing) && existing.getParent() != null) {
				existing = existing.getParent();
			}
			this.existing = existing.toRealPath();
			this.root = this.existing.resolve(existing.relativize(absolute)).normalize();
		}
		catch (IOException ex) {
			throw FileFailures.translate("open", "the directory '" + root + "'", ex);
		}
		if (Files.exists(this.root) && !Files.isDirectory(this.root)) {
			throw new StoreFailureException("Could not open '%s': it is not a directory".formatted(root));
		}
	}

	/**
	 * The root.
	 * @return its real path, without symbolic links as far as it existed at first
	 */
	Path root() {
		return this.root;
	}

	/**
	 * The deepest directory on the way to the root, or the root itself, that was there
	 * before this store made anything.
	 * @return its real path
	 */
	Path existing() {
		return this.existing;
	}

	/**
	 * Whether nothing can be written.
	 * @return whether the file system of the root is mounted for reading only
	 */
	boolean isReadOnly() {
		try {
			return Files.getFileStore(this.existing).isReadOnly();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The path of a value.
	 * @param key the key
	 * @return the path
	 * @throws InvalidRequestException if the key cannot be a path here or belongs to the
	 * store's own files
	 */
	Path of(StoreKey key) {
		if (isHidden(key.value())) {
			throw new InvalidRequestException("The key '%s' is reserved for the store's own files".formatted(key));
		}
		try {
			return this.root.resolve(key.value());
		}
		catch (InvalidPathException ex) {
			throw FileFailures.unusableKey(key, ex);
		}
	}

	/**
	 * The path of a directory.
	 * @param directory the start of a key, without a slash at its end, empty for the root
	 * @return the path
	 */
	Path of(String directory) {
		return this.root.resolve(directory);
	}

	/**
	 * Whether a key is below the store's own folder, in any spelling that a file system
	 * may take for it.
	 * @param key the key, or a start of one
	 * @return whether it is
	 */
	static boolean isHidden(String key) {
		int length = HIDDEN.length();
		return key.regionMatches(true, 0, HIDDEN, 0, length) && (key.length() == length || key.charAt(length) == '/');
	}

	/**
	 * The directory that a key, or another directory, is in.
	 * @param key the key
	 * @return the key up to its last slash, empty for the root
	 */
	static String parent(String key) {
		int slash = key.lastIndexOf('/');
		return (slash < 0) ? "" : key.substring(0, slash);
	}

}
