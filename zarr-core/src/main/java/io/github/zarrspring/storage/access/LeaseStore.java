package io.github.zarrspring.storage.access;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the lease of one store, and keeps writes apart that are made under different
 * fencing numbers. {@link ProcessLeaseStore} does so within a process. A backend that can
 * do so among processes, or over a restart, has one of its own and says so by
 * {@link LeaseKeeping}. Safe for use by several threads.
 */
public interface LeaseStore {

	/**
	 * The state of the lease as it is now.
	 * @return the state, with what became of it by the passing of time
	 */
	LeaseState read();

	/**
	 * Change the state, durably where it is kept. A change that makes a new fencing
	 * number waits until all work of {@link #fenced} under the one before has ended.
	 * @param change what makes the new state of the one that is kept, by the clock of the
	 * store; it may be called again, and its exceptions reach the caller with nothing
	 * changed
	 * @return the new state
	 * @throws io.github.zarrspring.exception.StoreUnavailableException if the writes
	 * under way did not end in time
	 */
	LeaseState change(Change change);

	/**
	 * Do work while the state is as it is: the fencing number cannot become another one
	 * before the work is done, or where it is part of a transaction, before the
	 * transaction has ended.
	 * @param check what looks at the state first, and throws if the work must not be done
	 * @param work the work, on the caller's thread
	 * @param <T> the type of the result
	 * @return what the work gives back
	 */
	<T> T fenced(Consumer<LeaseState> check, Supplier<T> work);

	/**
	 * A change of a lease.
	 */
	@FunctionalInterface
	interface Change {

		/**
		 * Change the state.
		 * @param current the state as it was kept
		 * @param now the moment, by the clock of the store
		 * @return the new state
		 */
		LeaseState apply(LeaseState current, Instant now);

	}

}
