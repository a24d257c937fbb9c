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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a store, named as the starts of keys are, without a slash at their
 * end; the root is empty. Safe for use by several threads.
 * <p>
 * A key must not lead out of the root. Symbolic links below the root are not followed,
 * not even to places inside, where they would give a value a second key that escapes the
 * lock of the first. Each directory is checked when it is met for the first time, and
 * then remembered by what tells it from another in its place. Who opens a file looks
 * afterwards whether its directory is still the one that was remembered, unless that was
 * done a tenth of a millisecond ago. What is not kept out is somebody who puts a link in
 * the place of a directory for just the moment in which a file is opened: Java has no
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

	private final boolean existing;

	/**
	 * For how long a directory is taken for the one that it was, in nanoseconds.
	 */
	private static final long GOOD_FOR = 100_000;

	/**
	 * How old the last change of a directory has to be to be told from the next by its
	 * time, in milliseconds.
	 */
	private static final long SETTLED = 2000;

	/**
	 * The identity of all directories where directories have none.
	 */
	private static final Object NONE = "";

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	private final AtomicInteger files = new AtomicInteger();

	/**
	 * The directories of a store.
	 * @param paths where they are
	 * @param hidden the locks of the store
	 * @param existing whether the root has to be there
	 */
	Directories(KeyPaths paths, HiddenFolder hidden, boolean existing) {
		this.paths = paths;
		this.hidden = hidden;
		this.existing = existing;
	}

	/**
	 * Whether a directory was met before; it may be gone since.
	 * @param directory the directory
	 * @return whether it is remembered
	 */
	boolean isKnown(String directory) {
		return this.known.containsKey(directory);
	}

	/**
	 * Whether a directory is the one that was met before, to be asked after a file in it
	 * was opened.
	 * @param directory the directory
	 * @return whether it is still, or was a moment ago
	 * @throws IOException if it cannot be found out
	 */
	boolean isSame(String directory) throws IOException {
		Known seen = this.known.get(directory);
		if (seen == null) {
			return false;
		}
		long now = System.nanoTime();
		if (now - seen.checked < GOOD_FOR) {
			return true;
		}
		if (!isStill(directory, seen)) {
			return false;
		}
		seen.checked = now;
		return true;
	}

	private boolean isStill(String directory, Known seen) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(this.paths.of(directory), BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			boolean still = attributes.isDirectory() && seen.identity.equals(identity(attributes));
			if (still) {
				seen.changedAt(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
			}
			return still;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * The keys that are known to be files in a directory as it is now, or was a moment
	 * ago: nothing else can come in their places without a change of the directory.
	 * @param directory the directory
	 * @return the keys, to be added to by who has looked at one after this; {@code null}
	 * if the directory changed a short time ago, or is not the one that was met before
	 * @throws IOException if it cannot be found out
	 */
	@Nullable Set<String> files(String directory) throws IOException {
		Known seen = isSame(directory) ? this.known.get(directory) : null;
		return (seen != null) ? seen.files : null;
	}

	/**
	 * Remember that a key is a file.
	 * @param keys the keys that are known to be files in its directory
	 * @param key the key
	 */
	void addFile(Set<String> keys, String key) {
		if (keys.add(key) && this.files.incrementAndGet() > MEMORY) {
			this.known.clear();
			this.files.set(0);
		}
	}

	/**
	 * What tells a directory from another in its place.
	 * @param attributes what is known of it
	 * @return its identity
	 */
	static Object identity(BasicFileAttributes attributes) {
		Object key = attributes.fileKey();
		return (key != null) ? key : NONE;
	}

	/**
	 * Whether a directory is there.
	 * @param directory the directory
	 * @return whether it is, and not a file or nothing
	 * @throws IOException if it cannot be found out
	 * @throws StoreAccessDeniedException if it is there by way of a symbolic link
	 * @throws StoreUnavailableException if the root of the store is gone
	 */
	boolean isPresent(String directory) throws IOException {
		Known seen = this.known.get(directory);
		if (seen != null) {
			if (isStill(directory, seen)) {
				return true;
			}
			this.known.remove(directory, seen);
		}
		if (this.hidden.root().isPresent()) {
			return isThere(directory);
		}
		if (this.existing) {
			throw new StoreUnavailableException(
					"The directory '%s' of the store is missing".formatted(this.paths.root()));
		}
		return false;
	}

	private boolean isThere(String directory) throws IOException {
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
		return remember(directory);
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
		if (isSame(directory)) {
			return;
		}
		if (!isPresent("")) {
			this.hidden.root().make();
			if (!isPresent("")) {
				throw new NoSuchFileException(this.paths.root().toString());
			}
		}
		for (int end = nextEnd(directory, 0); end > 0; end = nextEnd(directory, end + 1)) {
			String step = directory.substring(0, end);
			if (!isSame(step)) {
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

	private boolean remember(String directory) throws IOException {
		BasicFileAttributes attributes;
		try {
			attributes = Files.readAttributes(this.paths.of(directory), BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		if (!attributes.isDirectory()) {
			return false;
		}
		if (this.known.size() >= MEMORY) {
			this.known.clear();
		}
		this.known.put(directory, new Known(identity(attributes)));
		return true;
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
			this.hidden.locked(directory, () -> isPresent(KeyPaths.parent(directory))
					&& Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(path));
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

	/**
	 * A directory that was met.
	 */
	private static final class Known {

		private final Object identity;

		private volatile long checked = System.nanoTime();

		private volatile @Nullable Set<String> files;

		private long changed;

		Known(Object identity) {
			this.identity = identity;
		}

		/**
		 * The directory was found changed last at a time: what was known of its files
		 * holds if that is the same as before, and not so short ago that another change
		 * may have come since.
		 */
		synchronized void changedAt(long nanos) {
			boolean settled = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(nanos) > SETTLED;
			if (this.changed != nanos || this.files == null || !settled) {
				this.changed = nanos;
				this.files = settled ? ConcurrentHashMap.newKeySet() : null;
			}
		}

	}

}
