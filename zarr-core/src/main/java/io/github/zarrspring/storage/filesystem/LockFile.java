package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import org.jspecify.annotations.Nullable;

/**
 * A file of the store's own folder whose bytes are locked against other processes. What
 * is in it does not matter.
 * <p>
 * The system's file locks belong to the process, not to the thread, and end when the
 * process closes <i>any</i> channel to the file. So there is one channel, which stays
 * open. If somebody removes the file, other processes lock another one under its name:
 * whoever gets a lock therefore looks whether the file is still the one under its name,
 * and otherwise locks that. Safe for use by several threads.
 */
final class LockFile {

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
			StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

	/**
	 * The identity of all files where files have none; they cannot be removed there while
	 * they are open.
	 */
	private static final Object NONE = "";

	private final HiddenFolder folder;

	private final Path path;

	private final ReentrantLock mutex = new ReentrantLock();

	private @Nullable Opened current;

	private boolean closed;

	/**
	 * A file, which is made when it is locked for the first time.
	 * @param folder the folder that it is in
	 * @param path its path
	 */
	LockFile(HiddenFolder folder, Path path) {
		this.folder = folder;
		this.path = path;
	}

	/**
	 * Lock a part of the file without waiting.
	 * @param position the first byte, which need not be there
	 * @param size the number of bytes
	 * @param shared whether others may lock it so too
	 * @return the lock, {@code null} if another has one that does not go with it
	 * @throws IOException if the file cannot be made, opened or locked
	 */
	@Nullable Held tryLock(long position, long size, boolean shared) throws IOException {
		while (true) {
			Opened opened = use();
			Held held = null;
			boolean done = false;
			try {
				held = opened.tryLock(position, size, shared);
				if (opened.isCurrent()) {
					done = true;
					return held;
				}
				forget(opened);
			}
			finally {
				if (held == null) {
					unuse(opened);
				}
				else if (!done) {
					held.release();
				}
			}
		}
	}

	/**
	 * Whether a part of the file could be locked by several at this moment.
	 * @param position the first byte
	 * @return whether nobody has it for himself
	 * @throws IOException if the file cannot be made, opened or locked
	 */
	boolean isFree(long position) throws IOException {
		Opened opened = use();
		try {
			FileLock lock = opened.lock(position, 1, true);
			if (lock != null) {
				lock.release();
			}
			return lock != null;
		}
		finally {
			unuse(opened);
		}
	}

	private Opened use() throws IOException {
		this.mutex.lock();
		try {
			if (this.closed) {
				throw new StoreFailureException("The filesystem store is closed");
			}
			Opened opened = this.current;
			if (opened == null || !opened.channel.isOpen()) {
				opened = open();
				this.current = opened;
			}
			opened.users++;
			return opened;
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * Open the file. What is known of it before must be true afterwards, since the JDK
	 * does not tell which file a channel belongs to; so a new one is opened twice.
	 */
	private Opened open() throws IOException {
		while (true) {
			Object before = identity(this.path);
			FileChannel channel = this.folder.inside(() -> FileChannel.open(this.path, OPTIONS, NO_ATTRIBUTES));
			boolean same = false;
			try {
				if (before != null && before.equals(identity(this.path))) {
					same = true;
					return new Opened(channel, before);
				}
			}
			finally {
				if (!same) {
					channel.close();
				}
			}
		}
	}

	/**
	 * What tells the file from another under its name.
	 * @return its identity, {@code null} if there is no file
	 */
	private static @Nullable Object identity(Path path) throws IOException {
		BasicFileAttributes attributes;
		try {
			attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		if (!attributes.isRegularFile()) {
			// A pipe would keep everybody waiting who opens it.
			throw new StoreAccessDeniedException("'%s' is not a file, so that it cannot be locked".formatted(path));
		}
		Object key = attributes.fileKey();
		return (key != null) ? key : NONE;
	}

	private void forget(Opened opened) {
		this.mutex.lock();
		try {
			if (this.current == opened) {
				this.current = null;
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	private void unuse(Opened opened) throws IOException {
		this.mutex.lock();
		try {
			opened.users--;
			if (opened.users == 0 && this.current != opened) {
				opened.channel.close();
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	/**
	 * Close the file, at once if nobody holds a lock, else with the last of them. Nobody
	 * gets one afterwards.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		this.mutex.lock();
		try {
			this.closed = true;
			Opened opened = this.current;
			this.current = null;
			if (opened != null && opened.users == 0) {
				opened.channel.close();
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/**
	 * A lock.
	 */
	final class Held {

		private final Opened opened;

		private final FileLock lock;

		private Held(Opened opened, FileLock lock) {
			this.opened = opened;
			this.lock = lock;
		}

		/**
		 * Whether the lock keeps out those who come now.
		 * @return whether the file is still the one under its name
		 * @throws IOException if that cannot be found out
		 */
		boolean isCurrent() throws IOException {
			return this.opened.isCurrent();
		}

		/**
		 * Give it back.
		 * @throws IOException if that fails
		 */
		void release() throws IOException {
			try {
				this.lock.release();
			}
			finally {
				unuse(this.opened);
			}
		}

	}

	/**
	 * The file as it was opened.
	 */
	private final class Opened {

		private final FileChannel channel;

		private final Object identity;

		private int users;

		Opened(FileChannel channel, Object identity) {
			this.channel = channel;
			this.identity = identity;
		}

		boolean isCurrent() throws IOException {
			return this.identity.equals(identity(LockFile.this.path));
		}

		@Nullable Held tryLock(long position, long size, boolean shared) throws IOException {
			FileLock lock = lock(position, size, shared);
			return (lock != null) ? new Held(this, lock) : null;
		}

		@Nullable FileLock lock(long position, long size, boolean shared) throws IOException {
			try {
				return this.channel.tryLock(position, size, shared);
			}
			catch (OverlappingFileLockException ex) {
				// This process holds it through classes of another class loader.
				return null;
			}
		}

	}

}
