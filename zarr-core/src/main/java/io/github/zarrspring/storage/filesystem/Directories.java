package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a store, named as the starts of keys are, without a slash at their
 * end; the root is empty. Safe for use by several threads.
 * <p>
 * A key must not lead out of the root. Symbolic links below the root are not followed,
 * not even to places inside, where they would give a value a second key that escapes the
 * lock of the first. Each directory is checked when it is met for the first time, and
 * then remembered, so that it costs nothing later. A link that was there before is
 * therefore always found out. What is not kept out is somebody who can write in the root
 * and puts a link in the place of a directory while the store is in use: Java has no
 * portable way to open files relative to an open directory. Where others can write in the
 * root, this process should have no more rights than they have.
 */
final class Directories {

	/**
	 * How many directories are remembered, before all are forgotten.
	 */
	private static final int MEMORY = 1 << 17;

	private final KeyPaths paths;

	private final HiddenFolder hidden;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	/**
	 * The directories of a store.
	 * @param paths where they are
	 * @param hidden the locks of the store
	 */
	Directories(KeyPaths paths, HiddenFolder hidden) {
		this.paths = paths;
		this.hidden = hidden;
	}

	/**
	 * Whether a directory is there.
	 * @param directory the directory
	 * @return whether it is, and not a file or nothing
	 * @throws IOException if it cannot be found out
	 * @throws StoreAccessDeniedException if it is there by way of a symbolic link
	 */
	boolean isPresent(String directory) throws IOException {
		if (this.known.contains(directory)) {
			return true;
		}
		Path path = this.paths.of(directory);
		Path real;
		try {
			real = path.toRealPath();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (FileSystemException ex) {
			if (isBelowFile(path) || (FileFailures.isUnspecific(ex) && FileFailures.isTooLong(directory))) {
				return false;
			}
			throw ex;
		}
		if (!real.equals(path)) {
			throw new StoreAccessDeniedException(
					"'%s' is not in the store: it leads through a symbolic link or another spelling"
						.formatted(directory));
		}
		if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			return false;
		}
		remember(directory);
		return true;
	}

	/**
	 * Whether a path cannot be there because a file is where one of its directories would
	 * be.
	 * @param path the path
	 * @return whether there is such a file
	 */
	boolean isBelowFile(Path path) {
		for (Path parent = path.getParent(); parent != null
				&& parent.startsWith(this.paths.root()); parent = parent.getParent()) {
			if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
				return !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
			}
		}
		return false;
	}

	/**
	 * Make a directory and those above it, as far as they are missing.
	 * @param directory the directory
	 * @throws NoSuchFileException if somebody removes them meanwhile
	 * @throws IOException if it fails
	 * @throws InvalidRequestException if there is a value where a directory would be
	 */
	void make(String directory) throws IOException {
		if (this.known.contains(directory)) {
			return;
		}
		if (!isPresent("")) {
			Files.createDirectories(this.paths.root());
			if (!isPresent("")) {
				throw new NoSuchFileException(this.paths.root().toString());
			}
		}
		for (int end = nextEnd(directory, 0); end > 0; end = nextEnd(directory, end + 1)) {
			String step = directory.substring(0, end);
			if (!this.known.contains(step)) {
				makeOne(step);
			}
		}
	}

	private static int nextEnd(String directory, int start) {
		if (start >= directory.length()) {
			return -1;
		}
		int slash = directory.indexOf('/', start);
		return (slash < 0) ? directory.length() : slash;
	}

	private void makeOne(String directory) throws IOException {
		Path path = this.paths.of(directory);
		try {
			Files.createDirectory(path);
			remember(directory);
		}
		catch (FileAlreadyExistsException ex) {
			if (isPresent(directory)) {
				return;
			}
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (attributes.isSymbolicLink()) {
				throw new StoreAccessDeniedException("'%s' is a symbolic link that leads nowhere".formatted(directory));
			}
			if (!attributes.isDirectory()) {
				throw new InvalidRequestException(
						"'%s' is a value, so that there can be no keys below it in a filesystem store"
							.formatted(directory));
			}
		}
	}

	private void remember(String directory) {
		if (this.known.size() >= MEMORY) {
			this.known.clear();
		}
		this.known.add(directory);
	}

	/**
	 * Forget that a directory and those above it were there.
	 * @param directory the directory
	 */
	void forget(String directory) {
		String above = directory;
		while (!above.isEmpty()) {
			this.known.remove(above);
			above = KeyPaths.parent(above);
		}
		this.known.remove("");
	}

	/**
	 * Remove a directory, and those above it, as far as they are empty. A writer that has
	 * just made one for its value makes it again.
	 * @param directory the directory
	 * @return the deepest directory that is left
	 * @throws IOException if it fails
	 */
	String prune(String directory) throws IOException {
		String left = directory;
		while (!left.isEmpty() && removeIfEmpty(left)) {
			left = KeyPaths.parent(left);
		}
		return left;
	}

	/**
	 * Remove a directory if it is empty. The JDK looks whether a path is a directory or a
	 * file before it removes the one or the other, so a value that is written meanwhile
	 * in the place of a directory that somebody else removed would be lost; the lock of
	 * the value's key keeps it out.
	 * @param directory the directory
	 * @return whether there is no such directory now
	 * @throws IOException if it fails
	 */
	boolean removeIfEmpty(String directory) throws IOException {
		Path path = this.paths.of(directory);
		try {
			this.hidden.locked(directory,
					() -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(path));
			this.known.remove(directory);
			return true;
		}
		catch (DirectoryNotEmptyException ex) {
			return false;
		}
		catch (FileSystemException ex) {
			// A directory that may not be removed, or a mount point, is left as it is: an
			// empty directory is no key.
			if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Wait until the names in a directory, and its own name and those of the directories
	 * above it, are on the device. All of them each time: another process may have made
	 * them, and not be done with that.
	 * @param directory the directory
	 * @throws IOException if it fails
	 */
	void force(String directory) throws IOException {
		String above = directory;
		while (!above.isEmpty()) {
			forceOne(this.paths.of(above));
			above = KeyPaths.parent(above);
		}
		@Nullable Path path = this.paths.root();
		while (path != null && path.startsWith(this.paths.existing())) {
			forceOne(path);
			path = path.getParent();
		}
	}

	private static void forceOne(Path path) throws IOException {
		try {
			Transfers.forceNames(path);
		}
		catch (NoSuchFileException ex) {
			// Somebody deleted what was in it and removed it: the names above it count.
			return;
		}
	}

}
