package io.github.zarrspring.storage.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the lease of a store that this process alone writes, or whose other writers it
 * does not know. A backend that outlives the process hands over the state that it kept,
 * and is told each new one before it counts. Safe for use by several threads: work under
 * one fencing number goes on side by side.
 */
public final class ProcessLeaseStore implements LeaseStore {

	private final WorkUnderWay work;

	private final Consumer<LeaseState> keeper;

	private final InstantSource clock;

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
		this(initial, keeper, new SteadyClock(), new WorkUnderWay());
	}

	ProcessLeaseStore(LeaseState initial, Consumer<LeaseState> keeper, InstantSource clock, WorkUnderWay work) {
		this.state = initial;
		this.keeper = keeper;
		this.clock = clock;
		this.work = work;
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
		return this.work.whenEnded(() -> Objects.requireNonNull(tryChange(change, true)));
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

	@Override
	public <T> T fenced(Consumer<LeaseState> check, Supplier<T> work) {
		return this.work.run(() -> {
			check.accept(read());
			return work.get();
		});
	}

}
