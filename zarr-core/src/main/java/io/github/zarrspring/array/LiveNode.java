package io.github.zarrspring.array;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.NodeLock;

/**
 * What all handles of one path share within an application: the locks of the node, and
 * how often there was an end to a node at this path. A handle is of the node that was
 * there when it was opened, and not of one that came after it. Safe for use by several
 * threads.
 */
final class LiveNode {

	private final ReentrantReadWriteLock cells = new ReentrantReadWriteLock();

	private final ReentrantLock growth = new ReentrantLock();

	private final ReentrantLock changes = new ReentrantLock();

	private volatile int generation;

	/**
	 * Which of the nodes that were at this path one after another is there now.
	 */
	int generation() {
		return this.generation;
	}

	/**
	 * Part the handles that there are from the node that comes next.
	 */
	synchronized void end() {
		this.generation++;
	}

	/**
	 * Check that a handle is of the node that is there now.
	 * @param generation the generation when the node was opened
	 * @throws NodeNotFoundException if that node was deleted or moved
	 */
	void check(int generation) {
		if (generation != this.generation) {
			throw new NodeNotFoundException(
					"The node was deleted or moved since it was opened: open again what is there now");
		}
	}

	/**
	 * Wait for a lock of the node.
	 * @param mode the lock
	 * @param timeout how long to wait
	 * @throws WriteConflictException if it takes longer, or the thread is interrupted
	 * @throws InvalidRequestException if the thread waits for itself
	 */
	void acquire(NodeLock mode, Duration timeout) {
		if (mode == NodeLock.EXCLUSIVE) {
			if (this.cells.getReadHoldCount() > 0 && !this.cells.isWriteLockedByCurrentThread()) {
				throw new InvalidRequestException(
						"A node cannot be replaced or made smaller from within a call that writes to it");
			}
			acquire(this.cells.writeLock(), timeout);
			return;
		}
		// Who waits for the node alone must not be overtaken again and again.
		acquire(this.cells.readLock(), timeout);
		if (mode == NodeLock.GROWING) {
			boolean acquired = false;
			try {
				acquire(this.growth, timeout);
				acquired = true;
			}
			finally {
				if (!acquired) {
					this.cells.readLock().unlock();
				}
			}
		}
	}

	private void acquire(Lock lock, Duration timeout) {
		boolean awaited = lock != this.changes && this.cells.hasQueuedThreads();
		if (!awaited && lock.tryLock()) {
			return;
		}
		try {
			if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new WriteConflictException("Other calls kept the node to themselves for " + timeout);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WriteConflictException("The thread was interrupted while other calls kept the node", ex);
		}
	}

	/**
	 * Give a lock back.
	 * @param mode the lock, as it was acquired
	 */
	void release(NodeLock mode) {
		if (mode == NodeLock.EXCLUSIVE) {
			this.cells.writeLock().unlock();
			return;
		}
		if (mode == NodeLock.GROWING) {
			this.growth.unlock();
		}
		this.cells.readLock().unlock();
	}

	/**
	 * Change the metadata of the node while no other thread does, so that threads queue
	 * instead of coming in between one another.
	 * @param timeout how long to wait
	 * @param work the work
	 * @throws WriteConflictException if it takes longer, or the thread is interrupted
	 */
	void changing(Duration timeout, Runnable work) {
		acquire(this.changes, timeout);
		try {
			work.run();
		}
		finally {
			this.changes.unlock();
		}
	}

}
