package io.github.zarrspring.storage.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lease of a store that this process alone writes, or whose other writers it
 * does not know. A backend that outlives the process hands over the state that it kept,
 * and is told each new one before it counts. Safe for use by several threads: work under
 * one fencing number goes on side by side.
 */
public final class ProcessLeaseStore implements LeaseStore {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ReentrantReadWriteLock work = new ReentrantReadWriteLock();

	private final Consumer<LeaseState> keeper;

	private final InstantSource clock;

	private final Duration patience;

	private volatile LeaseState state;

	/**
	 * A lease that goes with the process.
	 */
	public ProcessLeaseStore() {
		this(LeaseState.NONE, (state) -> {
		});
	}

	/**
	 * A lease that is kept.
	 * @param initial the state that was kept
	 * @param keeper what keeps a new state before it counts; if it throws, the state
	 * stays as it was
	 */
	public ProcessLeaseStore(LeaseState initial, Consumer<LeaseState> keeper) {
		this(initial, keeper, new SteadyClock(), PATIENCE);
	}

	ProcessLeaseStore(LeaseState initial, Consumer<LeaseState> keeper, InstantSource clock, Duration patience) {
		this.state = initial;
		this.keeper = keeper;
		this.clock = clock;
		this.patience = patience;
	}

	@Override
	public LeaseState read() {
		return this.state.at(this.clock.instant());
	}

	@Override
	public LeaseState change(Change change) {
		LeaseState next = tryChange(change, false);
		if (next != null) {
			return next;
		}
		awaitWork();
		try {
			return Objects.requireNonNull(tryChange(change, true));
		}
		finally {
			this.work.writeLock().unlock();
		}
	}

	/**
	 * Change the state, unless that needs all work to have ended: a renewal must not wait
	 * for a long write, or the lease would time out while it does.
	 */
	private synchronized @Nullable LeaseState tryChange(Change change, boolean alone) {
		LeaseState current = this.state;
		LeaseState next = change.apply(current, now());
		if (!alone && next.fencingNumber() != current.fencingNumber()) {
			return null;
		}
		this.keeper.accept(next);
		this.state = next;
		return next;
	}

	private Instant now() {
		return this.clock.instant();
	}

	private void awaitWork() {
		if (this.work.getReadHoldCount() > 0) {
			throw new InvalidRequestException("A lease cannot pass on within a write that is made with it");
		}
		try {
			// An interrupted thread can give its lease back unless it would have to wait.
			if (!this.work.writeLock().tryLock()
					&& !this.work.writeLock().tryLock(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new StoreUnavailableException(
						"The lease cannot pass on: what is being written with it did not end within " + this.patience);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("The thread was interrupted while it waited for the lease", ex);
		}
	}

	@Override
	public <T> T fenced(Consumer<LeaseState> check, Supplier<T> work) {
		this.work.readLock().lock();
		try {
			check.accept(read());
			return work.get();
		}
		finally {
			this.work.readLock().unlock();
		}
	}

}
