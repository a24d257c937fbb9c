package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * The store's own folder, {@code .zarr-spring} below its root: the locks and the values
 * that are being written. All backends of this process on the same root share one, see
 * {@link LockStripe}. It is made at the first write, so that a store that is only read
 * can be read-only. Safe for use by several threads.
 */
final class HiddenFolder {

	/**
	 * The number of lock files. Other versions of this library have to agree with it, as
	 * with the choice of the file for a key.
	 */
	private static final int STRIPES = 64;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Map<Path, HiddenFolder> OPEN = new ConcurrentHashMap<>();

	private final Path path;

	private final Root root;

	private final Path folder;

	private final LockStripe[] stripes = new LockStripe[STRIPES];

	private final NodeLocks nodes;

	private final TempFolder temps;

	private int users;

	private HiddenFolder(Path path) {
		this.path = path;
		this.root = new Root(path);
		this.folder = path.resolve(KeyPaths.HIDDEN);
		this.temps = new TempFolder(this, this.folder.resolve("tmp"));
		this.nodes = new NodeLocks(this, this.folder.resolve("locks").resolve("nodes"), PATIENCE);
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new LockStripe(this,
					this.folder.resolve("locks").resolve(String.format(Locale.ROOT, "%02d", i)), PATIENCE);
		}
	}

	/**
	 * The folder of a store.
	 * @param root the root of the store
	 * @return the folder, to be released
	 */
	static HiddenFolder of(Path root) {
		return OPEN.compute(root, (key, open) -> {
			HiddenFolder folder = (open != null) ? open : new HiddenFolder(root);
			folder.users++;
			return folder;
		});
	}

	/**
	 * Release the folder. The last to do so closes its files, before anybody gets a new
	 * folder of the same root: to close a file ends all locks that the process has on it.
	 * @throws IOException if that fails
	 */
	void release() throws IOException {
		IOException[] failure = new IOException[1];
		OPEN.computeIfPresent(this.path, (key, open) -> {
			open.users--;
			if (open.users > 0) {
				return open;
			}
			try {
				open.close();
			}
			catch (IOException ex) {
				failure[0] = ex;
			}
			return null;
		});
		if (failure[0] != null) {
			throw failure[0];
		}
	}

	private void close() throws IOException {
		try {
			for (LockStripe stripe : this.stripes) {
				stripe.close();
			}
			this.nodes.close();
		}
		finally {
			this.temps.close();
		}
	}

	/**
	 * Wait for the locks of nodes and do work while they are held. The files stay open
	 * until then, whoever releases the folder meanwhile.
	 * @param nodes the locks by the paths of the nodes
	 * @param work the work
	 * @param <T> the type of the result
	 * @return the result of the work
	 * @throws IOException if the lock file cannot be used
	 */
	<T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) throws IOException {
		HiddenFolder used = of(this.path);
		try {
			return this.nodes.locked(nodes, work);
		}
		finally {
			used.release();
		}
	}

	/**
	 * Wait for the right to change a value, or what is in the place of one, and use it.
	 * @param key the key
	 * @param action what to do with the right
	 * @param <T> the type of the result
	 * @return the result of the action
	 * @throws IOException if the action fails or the lock file cannot be used
	 */
	<T extends @Nullable Object> T locked(String key, FileAction<T> action) throws IOException {
		return locked(key, (held) -> action.run());
	}

	/**
	 * Wait for the right to change a value, or what is in the place of one, and use it.
	 * @param key the key
	 * @param action what to do with the right, which it may look at
	 * @param <T> the type of the result
	 * @return the result of the action
	 * @throws IOException if the action fails or the lock file cannot be used
	 */
	<T extends @Nullable Object> T locked(String key, LockedAction<T> action) throws IOException {
		int hash = key.hashCode();
		return this.stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)].locked(action);
	}

	/**
	 * The directory that the folder is in.
	 * @return the root of the store
	 */
	Root root() {
		return this.root;
	}

	/**
	 * The values that are being written.
	 * @return the folder of temporary files
	 */
	TempFolder temps() {
		return this.temps;
	}

	/**
	 * Do something with a file inside the folder, which is made if it is missing.
	 * @param action what to do, again if the folder was missing
	 * @param <T> the type of the result
	 * @return the result of the action
	 * @throws IOException if it fails
	 */
	<T extends @Nullable Object> T inside(FileAction<T> action) throws IOException {
		try {
			return action.run();
		}
		catch (NoSuchFileException ex) {
			make();
			return action.run();
		}
	}

	private void make() throws IOException {
		this.root.make();
		Files.createDirectories(this.folder);
		// A link planted here would lead the values that are being written elsewhere.
		if (!this.folder.toRealPath().equals(this.folder)) {
			throw new StoreAccessDeniedException("'%s' must not be a symbolic link".formatted(this.folder));
		}
		Files.createDirectories(this.folder.resolve("locks"));
		Files.createDirectories(this.folder.resolve("tmp"));
	}

	/**
	 * Something to do with a file.
	 *
	 * @param <T> the type of the result
	 */
	interface FileAction<T extends @Nullable Object> {

		/**
		 * Do it.
		 * @return the result
		 * @throws IOException if it fails
		 */
		T run() throws IOException;

	}

	/**
	 * Something to do with a file while it is locked.
	 *
	 * @param <T> the type of the result
	 */
	interface LockedAction<T extends @Nullable Object> {

		/**
		 * Do it.
		 * @param held the lock
		 * @return the result
		 * @throws IOException if it fails
		 */
		T run(LockFile.Held held) throws IOException;

	}

}
