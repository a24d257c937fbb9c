package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes values: a value is written to a file of its own, and that is renamed
 * into its place under the lock of its key. Plain writes and deletes take the lock too:
 * one that slipped in between another's comparison and rename would be lost. Safe for use
 * by several threads.
 */
final class ValueWriter {

	/**
	 * How often a write is tried while others keep removing the directories that it
	 * makes.
	 */
	private static final int ATTEMPTS = 1000;

	private final KeyPaths paths;

	private final Directories directories;

	private final HiddenFolder hidden;

	private final ValueReader reader;

	private final Sync sync;

	/**
	 * A writer.
	 * @param paths where the values are
	 * @param directories the directories they are in
	 * @param hidden the locks and temporary files
	 * @param reader what reads the values to compare
	 * @param sync what to wait for
	 */
	ValueWriter(KeyPaths paths, Directories directories, HiddenFolder hidden, ValueReader reader, Sync sync) {
		this.paths = paths;
		this.directories = directories;
		this.hidden = hidden;
		this.reader = reader;
		this.sync = sync;
	}

	/**
	 * Write a value. Its name is on the device only when {@link #force} has been called
	 * for its directory.
	 * @param key the key
	 * @param expected the version that must be stored, {@code null} for any
	 * @param bytes the bytes from the position to the limit of the buffer
	 * @return whether it was written
	 * @throws IOException if it fails
	 */
	boolean put(StoreKey key, @Nullable Version expected, ByteBuffer bytes) throws IOException {
		Path path = this.paths.of(key);
		String directory = KeyPaths.parent(key.value());
		if (expected != null && !expected.equals(Version.ABSENT) && !this.directories.isPresent(directory)) {
			return false;
		}
		try (TempValue value = new TempValue(this.hidden.temps(), bytes, this.sync)) {
			// A conditional write makes its file when it is sure to be used; any other
			// makes it before, to hold the lock for the rename alone.
			if (expected == null) {
				value.prepare();
			}
			for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
				try {
					this.directories.make(directory);
					return this.hidden.locked(key.value(), (held) -> {
						if (expected != null && !expected.equals(this.reader.version(key))) {
							return false;
						}
						if (!this.directories.isSame(directory) || (expected != null && !held.isCurrent())) {
							// Nothing may have changed since the comparison.
							throw new NoSuchFileException(directory);
						}
						value.moveTo(path);
						return true;
					});
				}
				catch (NoSuchFileException ex) {
					// Others removed the directory, empty as it was, or the file of the
					// value or the lock.
					this.directories.forget(directory);
					value.check();
				}
				catch (FileSystemException ex) {
					makeRoom(key, path, ex);
				}
			}
		}
		throw new StoreUnavailableException(
				"Others removed the directory of '%s' %d times while it was written".formatted(key, ATTEMPTS));
	}

	/**
	 * Remove the directory that keeps a value from its place, if there are no values in
	 * it.
	 */
	private void makeRoom(StoreKey key, Path path, FileSystemException ex) throws IOException {
		if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			throw ex;
		}
		if (!removeEmpty(key.value())) {
			throw new InvalidRequestException(
					"There are keys below '%s', so that it can be no value in a filesystem store".formatted(key), ex);
		}
	}

	/**
	 * Delete a value.
	 * @param key the key
	 * @param expected the version that must be stored, {@code null} for any
	 * @return whether it was deleted
	 * @throws IOException if it fails
	 */
	boolean delete(StoreKey key, @Nullable Version expected) throws IOException {
		Path path = this.paths.of(key);
		String directory = KeyPaths.parent(key.value());
		boolean deleted = false;
		if (this.directories.isPresent(directory)) {
			try {
				deleted = this.hidden.locked(key.value(),
						() -> (expected == null || expected.equals(this.reader.version(key)))
								&& this.directories.isPresent(KeyPaths.parent(key.value()))
								&& Files.deleteIfExists(path));
			}
			catch (DirectoryNotEmptyException ex) {
				// A directory is no value.
				return false;
			}
			catch (FileSystemException ex) {
				if (FileFailures.isUnspecific(ex) && FileFailures.isTooLong(key.value())) {
					return false;
				}
				throw ex;
			}
		}
		if (deleted) {
			directory = this.directories.prune(directory);
		}
		// What is missing now may have been deleted by a process that did not come to
		// this.
		if (deleted || expected == null) {
			force(directory);
		}
		return deleted;
	}

	/**
	 * Wait for the names in a directory, if this writer waits at all.
	 * @param directory the directory
	 * @throws IOException if it fails
	 */
	void force(String directory) throws IOException {
		if (this.sync == Sync.ALWAYS) {
			this.directories.force(directory);
		}
	}

	private boolean removeEmpty(String directory) throws IOException {
		for (String name : DirectoryNames.of(this.paths.of(directory))) {
			String child = directory + '/' + name;
			if (Files.isDirectory(this.paths.of(child), LinkOption.NOFOLLOW_LINKS) && !removeEmpty(child)) {
				return false;
			}
		}
		return this.directories.removeIfEmpty(directory);
	}

}
