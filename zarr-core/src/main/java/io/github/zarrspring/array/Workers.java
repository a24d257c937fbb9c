package io.github.zarrspring.array;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Runs the parts of one call on several threads. The calling thread works too and never
 * waits for a helper that has not started, so that calls cannot starve each other,
 * however they are nested and however busy the pool is.
 */
final class Workers {

	private final Executor executor;

	/**
	 * Workers.
	 * @param executor where helpers run
	 */
	Workers(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Run a task for each number, in any order.
	 * @param count the number of numbers, from 0 on
	 * @param parallelism the most threads to run on, the calling thread among them
	 * @param task what to do for each; its failure stops the others and fails the call,
	 * further failures are suppressed exceptions of the first
	 */
	void forEach(long count, int parallelism, LongConsumer task) {
		start(count, (int) Math.min(parallelism, count) - 1, task).run();
	}

	/**
	 * Start to run a task for each number, in any order, on other threads.
	 * @param count the number of numbers, from 0 on
	 * @param helpers the most threads to run on beside the calling one
	 * @param task what to do for each, as for {@link #forEach}
	 * @return what the calling thread has to run in any case, to do its part and wait for
	 * the others
	 */
	Runnable start(long count, int helpers, LongConsumer task) {
		Run run = new Run(count, task);
		try {
			for (long i = Math.min(helpers, count); i > 0; i--) {
				this.executor.execute(run);
			}
		}
		catch (RejectedExecutionException ex) {
			// The pool is closing: the calling thread does it alone.
		}
		catch (Throwable ex) {
			// Those that have started write into the caller's array until they end.
			run.fail(ex);
			run.finish();
		}
		return () -> {
			run.work();
			run.finish();
		};
	}

	/**
	 * One call.
	 */
	private static final class Run implements Runnable {

		private final long count;

		private final LongConsumer task;

		private final Queue<Throwable> failures = new ArrayDeque<>();

		private final AtomicLong next = new AtomicLong();

		private volatile boolean failed;

		private int helpers;

		private boolean over;

		Run(long count, LongConsumer task) {
			this.count = count;
			this.task = task;
		}

		@Override
		public void run() {
			if (enter()) {
				try {
					work();
				}
				finally {
					leave();
				}
			}
		}

		void work() {
			for (long number = take(); number >= 0; number = take()) {
				try {
					this.task.accept(number);
				}
				catch (Throwable ex) {
					fail(ex);
				}
			}
		}

		private long take() {
			long number = this.failed ? this.count : this.next.getAndIncrement();
			return (number < this.count) ? number : -1;
		}

		private synchronized void fail(Throwable failure) {
			this.failures.add(failure);
			this.failed = true;
		}

		private synchronized boolean enter() {
			if (this.over) {
				return false;
			}
			this.helpers++;
			return true;
		}

		private synchronized void leave() {
			this.helpers--;
			notifyAll();
		}

		/**
		 * Wait for the helpers that are at work: the caller's array is theirs until then,
		 * so not even an interrupt ends the wait.
		 */
		synchronized void finish() {
			this.over = true;
			boolean interrupted = false;
			while (this.helpers > 0) {
				try {
					wait();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
			throwFailure();
		}

		private void throwFailure() {
			Throwable first = this.failures.poll();
			if (first == null) {
				return;
			}
			for (Throwable other : this.failures) {
				if (other != first) {
					first.addSuppressed(other);
				}
			}
			Run.<RuntimeException>rethrow(first);
		}

		/**
		 * Throw a failure as it is. Tasks written in other languages than Java throw
		 * checked exceptions too.
		 */
		@SuppressWarnings("unchecked")
		private static <X extends Throwable> void rethrow(Throwable failure) throws X {
			throw (X) failure;
		}

	}

}
