package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The right to change the values of one part of a store: a lock among the threads of this
 * process, and with it a lock on a file against other processes.
 * <p>
 * The system's file locks belong to the process, not to the thread, and end when the
 * process closes <i>any</i> channel to the file. So there is one stripe, with one
 * channel, for all backends of this process on the same root, and the channel stays open.
 * The file lock is asked for again and again instead of waited for: a system that sees
 * two processes wait for each other, with different threads, takes that for a deadlock.
 */
final class LockStripe {

	private static final long SHORTEST_PAUSE = Duration.ofNanos(20_000).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofMillis(2).toNanos();

	private final ReentrantLock threads = new ReentrantLock();

	private final HiddenFolder folder;

	private final Path file;

	private final Duration patience;

	private @Nullable FileChannel channel;

	private boolean closed;

	/**
	 * A stripe, which nobody holds.
	 * @param folder the folder of the locks
	 * @param file the file to lock
	 * @param patience how long to wait for another process
	 */
	LockStripe(HiddenFolder folder, Path file, Duration patience) {
		this.folder = folder;
		this.file = file;
		this.patience = patience;
	}

	/**
	 * Wait for the lock and do something while it is held.
	 * @param action what to do
	 * @param <T> the type of the result
	 * @return the result of the action
	 * @throws IOException if the action fails or the file cannot be opened or locked
	 * @throws StoreUnavailableException if the thread was interrupted or another holds
	 * the lock for too long
	 */
	<T extends @Nullable Object> T locked(HiddenFolder.FileAction<T> action) throws IOException {
		long deadline = System.nanoTime() + this.patience.toNanos();
		lockThreads();
		try {
			if (this.closed) {
				throw new StoreFailureException("The filesystem store is closed");
			}
			FileLock lock = lockFile(deadline);
			try {
				return action.run();
			}
			finally {
				lock.release();
			}
		}
		finally {
			this.threads.unlock();
		}
	}

	private void lockThreads() {
		if (this.threads.tryLock()) {
			return;
		}
		try {
			if (!this.threads.tryLock(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new StoreUnavailableException(
						"Other threads kept '%s' locked for %s".formatted(this.file, this.patience));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted();
		}
	}

	private FileLock lockFile(long deadline) throws IOException {
		FileLock lock = tryLockFile();
		for (long pause = SHORTEST_PAUSE; lock == null; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
			if (System.nanoTime() - deadline > 0) {
				throw new StoreUnavailableException(
						"Another process kept '%s' locked for %s".formatted(this.file, this.patience));
			}
			if (Thread.currentThread().isInterrupted()) {
				throw interrupted();
			}
			LockSupport.parkNanos(pause);
			lock = tryLockFile();
		}
		return lock;
	}

	private @Nullable FileLock tryLockFile() throws IOException {
		FileChannel channel = this.channel;
		if (channel == null || !channel.isOpen()) {
			channel = this.folder
				.inside(() -> FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
			this.channel = channel;
		}
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// This process holds it through classes of another class loader.
			return null;
		}
	}

	private StoreUnavailableException interrupted() {
		return new StoreUnavailableException(
				"The thread was interrupted while it waited for '%s'".formatted(this.file));
	}

	/**
	 * Close the file, once nobody holds the lock. Nobody gets it afterwards.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		this.threads.lock();
		try {
			this.closed = true;
			if (this.channel != null) {
				this.channel.close();
			}
		}
		finally {
			this.threads.unlock();
		}
	}

}
