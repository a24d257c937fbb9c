package io.github.zarrspring.storage.snapshot;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a store: one that saves it and, where there is a journal that waits for
 * its second, one that forces it, so that neither waits for the other.
 */
final class SnapshotSchedule {

	/**
	 * Half of the second leaves the device the other half.
	 */
	private static final long FORCE_MILLIS = 500;

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final SnapshotOptions options;

	private final ScheduledThreadPoolExecutor saver;

	private final AtomicBoolean soon = new AtomicBoolean();

	private @Nullable ScheduledThreadPoolExecutor forcer;

	private volatile @Nullable Runnable save;

	SnapshotSchedule(SnapshotOptions options, String name) {
		this.options = options;
		this.saver = newThread("zarr-snapshot-" + name);
	}

	private static ScheduledThreadPoolExecutor newThread(String name) {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		});
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return executor;
	}

	/**
	 * Do something once, now, and nothing else before it is done.
	 */
	void inBackground(Runnable work) {
		this.saver.execute(work);
	}

	/**
	 * Begin to save and force.
	 */
	void start(Runnable saving, Runnable forcing) {
		this.save = saving;
		long interval = this.options.interval().toNanos();
		if (interval > 0) {
			this.saver.scheduleWithFixedDelay(saving, interval, interval, TimeUnit.NANOSECONDS);
		}
		if (this.options.journal() == JournalMode.EVERY_SECOND) {
			ScheduledThreadPoolExecutor thread = newThread("zarr-journal-" + this.options.path().getFileName());
			thread.scheduleWithFixedDelay(forcing, FORCE_MILLIS, FORCE_MILLIS, TimeUnit.MILLISECONDS);
			this.forcer = thread;
		}
	}

	/**
	 * Save soon, because there is something to repair.
	 */
	void soon() {
		Runnable work = this.save;
		if (work != null && !this.options.interval().isZero() && this.soon.compareAndSet(false, true)) {
			try {
				this.saver.schedule(() -> {
					this.soon.set(false);
					work.run();
				}, Math.min(RETRY.toNanos(), this.options.interval().toNanos()), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// The store is being closed, and saved by that.
				this.soon.set(false);
			}
		}
	}

	/**
	 * End all threads, once they are done with what they are at.
	 */
	void stop() {
		this.saver.shutdown();
		if (this.forcer != null) {
			this.forcer.shutdown();
		}
	}

}
