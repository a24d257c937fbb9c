package io.github.zarrspring.array;

import java.util.function.Supplier;

import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.StorageBackend;

/**
 * Does the writes of a call at once where the store can. What meets other writers is
 * repeated as a whole, but not within a transaction of the application: that is to be
 * repeated by the application, with all that it did.
 */
final class AtomicWork {

	private final ZarrEngine engine;

	private final StorageBackend backend;

	AtomicWork(ZarrEngine engine, StorageBackend backend) {
		this.engine = engine;
		this.backend = backend;
	}

	/**
	 * Do work whose writes become visible to others at once where the store can.
	 * @param work the work, possibly more than once
	 * @param <T> the type of its result
	 * @return its result
	 */
	<T> T run(Supplier<T> work) {
		if (this.backend.capabilities().atomicScope() == AtomicScope.VALUE || this.backend.transaction() != null) {
			return this.backend.atomically(work);
		}
		Retry retry = new Retry(this.engine.conflictTimeout());
		while (true) {
			try {
				return this.backend.atomically(work);
			}
			catch (RuntimeException ex) {
				retry.pause("What was to be written at once", conflict(ex));
			}
		}
	}

	/**
	 * The conflict that work failed with. A call within the work that is surrounded by
	 * itself, as a part of a move is, has made another exception of it.
	 */
	private static WriteConflictException conflict(RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof WriteConflictException conflict) {
				return conflict;
			}
		}
		throw failure;
	}

	/**
	 * Whether a store works in transactions: a conflict undoes the whole call, and locks
	 * of the store, held until its end, take the place of locks of this process. Both
	 * together could wait for each other in a circle that nobody sees.
	 * @param capabilities what the store can do
	 * @return whether it does
	 */
	static boolean isTransactional(Capabilities capabilities) {
		return capabilities.callerThread() && capabilities.conditionalWrites()
				&& capabilities.atomicScope() == AtomicScope.STORE;
	}

}
