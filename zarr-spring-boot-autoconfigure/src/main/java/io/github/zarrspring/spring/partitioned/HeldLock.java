package io.github.zarrspring.spring.partitioned;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.spring.partitioned.LockQueue.Ticket;
import io.github.zarrspring.storage.NodePath;

/**
 * A place in the queue of a lock that this process has. A shared one is kept when its
 * work has ended, for the next, until somebody wants the node for himself. Safe for use
 * by several threads.
 */
final class HeldLock {

	private final NodePath path;

	private final Ticket ticket;

	private final CountDownLatch granted = new CountDownLatch(1);

	private int users = 1;

	private boolean kept;

	private boolean recalled;

	HeldLock(NodePath path, Ticket ticket) {
		this.path = path;
		this.ticket = ticket;
	}

	NodePath path() {
		return this.path;
	}

	EntryKey node() {
		return ClusterLocks.node(this.path);
	}

	Ticket ticket() {
		return this.ticket;
	}

	void grant() {
		this.granted.countDown();
	}

	boolean awaitGrant(Duration most) throws InterruptedException {
		return this.granted.await(most.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Keep it for others.
	 * @return whether it is kept, {@code false} if it is wanted back already
	 */
	synchronized boolean keep() {
		this.kept = !this.recalled;
		return this.kept;
	}

	/**
	 * Use it once more.
	 * @return whether that is possible
	 */
	synchronized boolean enter() {
		if (this.recalled) {
			return false;
		}
		this.users++;
		return true;
	}

	/**
	 * Use it no more.
	 * @return whether it is to be given back
	 */
	synchronized boolean exit() {
		this.users--;
		return this.users == 0 && (this.recalled || !this.kept);
	}

	/**
	 * Others want it back.
	 * @return whether it is to be given back at once, {@code false} if it is in use
	 */
	synchronized boolean recall() {
		boolean first = !this.recalled;
		this.recalled = true;
		return first && this.kept && this.users == 0;
	}

}
