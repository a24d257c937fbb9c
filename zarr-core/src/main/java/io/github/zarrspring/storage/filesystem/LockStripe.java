package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The right to change the values of one part of a store: a lock among the threads of this
 * process, and with it a lock on a file against other processes. The latter belongs to
 * the process, so there is one stripe for all backends of this process on the same root.
 */
final class LockStripe {

	private final ReentrantLock threads = new ReentrantLock();

	private final LockFile file;

	private final Duration patience;

	/**
	 * A stripe, which nobody holds.
	 * @param folder the folder of the locks
	 * @param file the file to lock
	 * @param patience how long to wait for another process
	 */
	LockStripe(HiddenFolder folder, Path file, Duration patience) {
		this.file = new LockFile(folder, file);
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
	<T extends @Nullable Object> T locked(HiddenFolder.LockedAction<T> action) throws IOException {
		Waiting waiting = new Waiting(this.file, this.patience);
		waiting.lock(this.threads, false);
		try {
			LockFile.Held held = waiting.poll(() -> this.file.tryLock(0, Long.MAX_VALUE, false));
			try {
				return action.run(held);
			}
			finally {
				held.release();
			}
		}
		finally {
			this.threads.unlock();
		}
	}

	/**
	 * Close the file, once nobody holds the lock. Nobody gets it afterwards.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		this.threads.lock();
		try {
			this.file.close();
		}
		finally {
			this.threads.unlock();
		}
	}

}
