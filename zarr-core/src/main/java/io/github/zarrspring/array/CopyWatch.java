package io.github.zarrspring.array;

import java.util.concurrent.CancellationException;

import io.github.zarrspring.exception.StoreFailureException;

/**
 * Ends a copy that is to be given up: it was cancelled, the thread that called was
 * interrupted, or the engine is closed. All threads of the copy ask, so that none goes on
 * for a caller that is gone.
 */
final class CopyWatch {

	private final Thread caller = Thread.currentThread();

	private final CopyOptions options;

	private final ZarrEngine source;

	private final ZarrEngine target;

	CopyWatch(CopyOptions options, ZarrEngine source, ZarrEngine target) {
		this.options = options;
		this.source = source;
		this.target = target;
	}

	/**
	 * Fail if the copy is to be given up.
	 * @throws CancellationException if it was cancelled or interrupted
	 * @throws StoreFailureException if the engine is closed
	 */
	void check() {
		this.options.check();
		if (this.caller.isInterrupted()) {
			throw new CancellationException("The copy was interrupted");
		}
		if (this.source.isClosed() || this.target.isClosed()) {
			throw new StoreFailureException("The engine was closed during the copy");
		}
	}

}
