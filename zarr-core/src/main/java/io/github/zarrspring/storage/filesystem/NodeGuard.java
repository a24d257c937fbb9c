package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.NodeLock;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one node: among the threads of this process, and with them locks on three
 * bytes of a file against other processes. The first byte is locked by several for
 * {@link NodeLock#SHARED} and {@link NodeLock#GROWING}, by one for
 * {@link NodeLock#EXCLUSIVE}; the second by one that grows; the third, the gate, by one
 * that waits for the first for itself.
 * <p>
 * Threads of this process share one lock of the first byte. Nobody is kept waiting for
 * ever by those who share: among threads, who comes first is served first; a process that
 * does not get the first byte for itself closes the gate. Who shares the byte looks at
 * the gate from time to time, and if it is closed waits until it is open, and until the
 * threads that share the byte already are done, whose lock it would join otherwise. So it
 * does too if that lock is worth nothing since the file was removed.
 */
final class NodeGuard {

	/**
	 * The number of bytes that a node has.
	 */
	static final int BYTES = 4;

	private static final long OFTEN_ENOUGH = Duration.ofMillis(20).toNanos();

	private final LockFile file;

	private final long position;

	private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);

	private final ReentrantLock growth = new ReentrantLock(true);

	private final ReentrantLock sharing = new ReentrantLock();

	private final Condition unshared = this.sharing.newCondition();

	private int sharers;

	private long gateSeen = System.nanoTime() - OFTEN_ENOUGH;

	private LockFile.@Nullable Held shared;

	private LockFile.@Nullable Held growing;

	private LockFile.@Nullable Held exclusive;

	/**
	 * How many threads use this or wait for it; for the keeper of the guards.
	 */
	int users;

	/**
	 * The locks of a node, which nobody holds.
	 * @param file the file with its bytes
	 * @param position the first of them
	 */
	NodeGuard(LockFile file, long position) {
		this.file = file;
		this.position = position;
	}

	/**
	 * Where the node has its bytes.
	 * @return the position of the first
	 */
	long position() {
		return this.position;
	}

	/**
	 * Wait for a lock.
	 * @param mode the lock
	 * @param waiting the patience
	 * @throws IOException if the file cannot be locked
	 */
	void acquire(NodeLock mode, Waiting waiting) throws IOException {
		if (this.threads.isWriteLockedByCurrentThread()) {
			this.threads.writeLock().lock();
		}
		else if (this.threads.getReadHoldCount() > 0) {
			acquireAgain(mode);
		}
		else if (mode == NodeLock.EXCLUSIVE) {
			acquireExclusive(waiting);
		}
		else {
			acquireShared(waiting);
			if (mode == NodeLock.GROWING) {
				acquireGrowing(waiting);
			}
		}
	}

	private void acquireAgain(NodeLock mode) {
		if (mode == NodeLock.EXCLUSIVE || (mode == NodeLock.GROWING && !this.growth.isHeldByCurrentThread())) {
			throw new StoreFailureException(
					"The thread asks for the lock %s of a node that it has a weaker one of".formatted(mode));
		}
		this.threads.readLock().lock();
		if (mode == NodeLock.GROWING) {
			this.growth.lock();
		}
	}

	private void acquireExclusive(Waiting waiting) throws IOException {
		Lock lock = this.threads.writeLock();
		waiting.lock(lock, this.threads.hasQueuedThreads());
		boolean done = false;
		try {
			LockFile.Held held = this.file.tryLock(this.position, 1, false);
			this.exclusive = (held != null) ? held : behindGate(waiting);
			done = true;
		}
		finally {
			if (!done) {
				lock.unlock();
			}
		}
	}

	private LockFile.Held behindGate(Waiting waiting) throws IOException {
		LockFile.@Nullable Held[] gate = new LockFile.Held[1];
		try {
			return waiting.poll(() -> {
				if (gate[0] == null) {
					gate[0] = this.file.tryLock(this.position + 2, 1, false);
				}
				return this.file.tryLock(this.position, 1, false);
			});
		}
		finally {
			release(gate[0]);
		}
	}

	private void acquireShared(Waiting waiting) throws IOException {
		Lock lock = this.threads.readLock();
		waiting.lock(lock, this.threads.hasQueuedThreads());
		boolean done = false;
		try {
			waiting.lock(this.sharing, false);
			try {
				while (this.sharers > 0 && !canJoin()) {
					waiting.await(this.unshared);
				}
				if (this.sharers == 0) {
					this.shared = waiting.poll(this::tryShared);
				}
				this.sharers++;
			}
			finally {
				this.sharing.unlock();
			}
			done = true;
		}
		finally {
			if (!done) {
				lock.unlock();
			}
		}
	}

	private LockFile.@Nullable Held tryShared() throws IOException {
		return isGateOpen() ? this.file.tryLock(this.position, 1, true) : null;
	}

	private boolean canJoin() throws IOException {
		LockFile.Held shared = this.shared;
		return shared != null && shared.isCurrent() && isGateOpen();
	}

	/**
	 * Whether no other process waits for the first byte, or did not a moment ago.
	 */
	private boolean isGateOpen() throws IOException {
		long now = System.nanoTime();
		if (now - this.gateSeen < OFTEN_ENOUGH) {
			return true;
		}
		if (!this.file.isFree(this.position + 2)) {
			return false;
		}
		this.gateSeen = now;
		return true;
	}

	private void acquireGrowing(Waiting waiting) throws IOException {
		boolean locked = false;
		boolean done = false;
		try {
			waiting.lock(this.growth, this.growth.hasQueuedThreads());
			locked = true;
			this.growing = waiting.poll(() -> this.file.tryLock(this.position + 1, 1, false));
			done = true;
		}
		finally {
			if (!done) {
				if (locked) {
					this.growth.unlock();
				}
				releaseShared();
			}
		}
	}

	/**
	 * Give a lock back.
	 * @param mode the lock that was acquired last of those that are held
	 * @throws IOException if the file cannot be unlocked
	 */
	void release(NodeLock mode) throws IOException {
		if (this.threads.isWriteLockedByCurrentThread()) {
			releaseExclusive();
			return;
		}
		try {
			if (mode == NodeLock.GROWING) {
				releaseGrowing();
			}
		}
		finally {
			releaseShared();
		}
	}

	private void releaseExclusive() throws IOException {
		try {
			if (this.threads.getWriteHoldCount() == 1) {
				LockFile.Held held = this.exclusive;
				this.exclusive = null;
				release(held);
			}
		}
		finally {
			this.threads.writeLock().unlock();
		}
	}

	private void releaseGrowing() throws IOException {
		try {
			if (this.growth.getHoldCount() == 1) {
				LockFile.Held held = this.growing;
				this.growing = null;
				release(held);
			}
		}
		finally {
			this.growth.unlock();
		}
	}

	private void releaseShared() throws IOException {
		try {
			if (this.threads.getReadHoldCount() == 1) {
				leave();
			}
		}
		finally {
			this.threads.readLock().unlock();
		}
	}

	private void leave() throws IOException {
		this.sharing.lock();
		try {
			this.sharers--;
			if (this.sharers == 0) {
				LockFile.Held held = this.shared;
				this.shared = null;
				this.unshared.signalAll();
				release(held);
			}
		}
		finally {
			this.sharing.unlock();
		}
	}

	private static void release(LockFile.@Nullable Held held) throws IOException {
		if (held != null) {
			held.release();
		}
	}

}
