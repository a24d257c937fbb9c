package io.github.zarrspring.storage.snapshot;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets one of several threads work for all of them while the others wait. To wake a
 * thread can take as long as to force a small file to a fast device: so the leader wakes
 * one of those for whom it is done, and each who is awake the next.
 */
final class Leadership {

	private final AtomicBoolean taken = new AtomicBoolean();

	private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Wait until something is done, doing it if nobody else does. Goes on waiting when
	 * the thread is interrupted, and leaves it interrupted.
	 * @param done whether it is done
	 * @param work what brings it about
	 */
	void await(BooleanSupplier done, Runnable work) {
		boolean waited = false;
		boolean interrupted = false;
		while (!done.getAsBoolean()) {
			if (this.taken.compareAndSet(false, true)) {
				lead(done, work);
			}
			else {
				interrupted |= park(done);
				waited = true;
			}
		}
		if (waited) {
			wakeNext();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void lead(BooleanSupplier done, Runnable work) {
		try {
			if (!done.getAsBoolean()) {
				work.run();
			}
		}
		finally {
			this.taken.set(false);
			wakeNext();
		}
	}

	private boolean park(BooleanSupplier done) {
		Waiter waiter = new Waiter(Thread.currentThread(), done, new AtomicBoolean());
		this.waiting.add(waiter);
		if (this.taken.get() && !done.getAsBoolean()) {
			LockSupport.park(this);
		}
		this.waiting.remove(waiter);
		return Thread.interrupted();
	}

	/**
	 * Wake one for whom it is done or, if nobody leads, any.
	 */
	private void wakeNext() {
		for (Waiter waiter : this.waiting) {
			if ((waiter.done.getAsBoolean() || !this.taken.get()) && waiter.woken.compareAndSet(false, true)) {
				LockSupport.unpark(waiter.thread);
				return;
			}
		}
	}

	/**
	 * Do something while nobody else leads.
	 * @param work what to do
	 */
	void exclusively(Runnable work) {
		boolean[] done = new boolean[1];
		await(() -> done[0], () -> {
			done[0] = true;
			work.run();
		});
	}

	private record Waiter(Thread thread, BooleanSupplier done, AtomicBoolean woken) {

	}

}
