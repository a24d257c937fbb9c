package io.github.zarrspring.storage;

/**
 * What a {@link StorageBackend} can do and how it wants to be called. The planner of the
 * engine chooses its ways by it.
 *
 * @param byteRanges whether a part of a value is read without reading all of it
 * @param conditionalWrites whether {@link StorageBackend#compareAndSet} and
 * {@link StorageBackend#compareAndDelete} are atomic against all other writers of the
 * store
 * @param atomicScope what becomes visible at once
 * @param callerThread whether calls must stay on the thread of the caller
 * @param retainsBytes whether the backend goes on to use the buffer of a write after the
 * write has returned
 * @param roundTrip what a call costs
 */
public record Capabilities(boolean byteRanges, boolean conditionalWrites, AtomicScope atomicScope, boolean callerThread,
		boolean retainsBytes, RoundTrip roundTrip) {

	/**
	 * What can be assumed of every backend: no ranges, no conditional writes, one value
	 * at a time, any thread, buffers kept, far away.
	 */
	public static final Capabilities MINIMAL = new Capabilities(false, false, AtomicScope.VALUE, false, true,
			RoundTrip.REMOTE);

	/**
	 * These capabilities with or without byte ranges.
	 * @param byteRanges whether parts of values are read
	 * @return the changed capabilities
	 */
	public Capabilities withByteRanges(boolean byteRanges) {
		return new Capabilities(byteRanges, this.conditionalWrites, this.atomicScope, this.callerThread,
				this.retainsBytes, this.roundTrip);
	}

	/**
	 * These capabilities with or without conditional writes.
	 * @param conditionalWrites whether writes can be conditional
	 * @return the changed capabilities
	 */
	public Capabilities withConditionalWrites(boolean conditionalWrites) {
		return new Capabilities(this.byteRanges, conditionalWrites, this.atomicScope, this.callerThread,
				this.retainsBytes, this.roundTrip);
	}

	/**
	 * These capabilities with another atomic scope.
	 * @param atomicScope what becomes visible at once
	 * @return the changed capabilities
	 */
	public Capabilities withAtomicScope(AtomicScope atomicScope) {
		return new Capabilities(this.byteRanges, this.conditionalWrites, atomicScope, this.callerThread,
				this.retainsBytes, this.roundTrip);
	}

	/**
	 * These capabilities with or without the caller's thread.
	 * @param callerThread whether calls must stay on the caller's thread
	 * @return the changed capabilities
	 */
	public Capabilities withCallerThread(boolean callerThread) {
		return new Capabilities(this.byteRanges, this.conditionalWrites, this.atomicScope, callerThread,
				this.retainsBytes, this.roundTrip);
	}

	/**
	 * These capabilities with buffers kept or given back.
	 * @param retainsBytes whether buffers are used after a write has returned
	 * @return the changed capabilities
	 */
	public Capabilities withRetainsBytes(boolean retainsBytes) {
		return new Capabilities(this.byteRanges, this.conditionalWrites, this.atomicScope, this.callerThread,
				retainsBytes, this.roundTrip);
	}

	/**
	 * These capabilities with another cost of a call.
	 * @param roundTrip what a call costs
	 * @return the changed capabilities
	 */
	public Capabilities withRoundTrip(RoundTrip roundTrip) {
		return new Capabilities(this.byteRanges, this.conditionalWrites, this.atomicScope, this.callerThread,
				this.retainsBytes, roundTrip);
	}

	/**
	 * What becomes visible to others at once.
	 */
	public enum AtomicScope {

		/**
		 * Each value by itself.
		 */
		VALUE,

		/**
		 * All that is written within one {@link StorageBackend#atomically}.
		 */
		STORE

	}

	/**
	 * What one call costs, which decides how many of them run at a time.
	 */
	public enum RoundTrip {

		/**
		 * A look into memory: calls are made by the threads that decode.
		 */
		MEMORY,

		/**
		 * A system call or two: calls are made by the threads that decode.
		 */
		LOCAL,

		/**
		 * A network: many calls wait at a time, on threads of their own.
		 */
		REMOTE

	}

}
