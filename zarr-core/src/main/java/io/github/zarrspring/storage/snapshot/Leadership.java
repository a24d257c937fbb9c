package io.github.zarrspring.storage.snapshot;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets one of several threads work for all of them while the others wait, and wakes all
 * of these at once when it is done, instead of each when the one before it is awake.
 */
final class Leadership {

	private final AtomicBoolean taken = new AtomicBoolean();

	private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Wait until something is done, doing it if nobody else does. Goes on waiting when
	 * the thread is interrupted, and leaves it interrupted.
	 * @param done whether it is done
	 * @param work what brings it about
	 */
	void await(BooleanSupplier done, Runnable work) {
		boolean interrupted = false;
		while (!done.getAsBoolean()) {
			if (this.taken.compareAndSet(false, true)) {
				try {
					if (!done.getAsBoolean()) {
						work.run();
					}
				}
				finally {
					this.taken.set(false);
					this.waiting.forEach(LockSupport::unpark);
				}
			}
			else {
				this.waiting.add(Thread.currentThread());
				if (this.taken.get() && !done.getAsBoolean()) {
					LockSupport.park(this);
				}
				this.waiting.remove(Thread.currentThread());
				interrupted |= Thread.interrupted();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
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

}
