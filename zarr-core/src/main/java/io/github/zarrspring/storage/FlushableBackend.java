package io.github.zarrspring.storage;

import java.time.Duration;

/**
 * A backend that keeps changes back and saves them from time to time, and now if it is
 * told to. {@link DelegatingBackend#find} finds it behind decorators.
 */
public interface FlushableBackend {

	/**
	 * Save all changes that were made before the call. Where nothing has changed since
	 * the last time, nothing is written. Several threads may call this, while others
	 * write.
	 * @return how long it took and what was written
	 * @throws io.github.zarrspring.exception.ZarrException if the changes could not be
	 * saved; what was saved before is as it was
	 */
	Flush flush();

	/**
	 * What came of a flush.
	 *
	 * @param duration how long it took
	 * @param bytes the number of bytes written, 0 if nothing had changed
	 */
	record Flush(Duration duration, long bytes) {
	}

}
