package io.github.zarrspring.exception;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The store did not say whether it did a conditional write or delete. To do the same
 * compare-and-set again would be wrong: if the store did it after all, the second one
 * would meet the first and look like a conflict with another writer. This exception
 * therefore carries the way to go on, which knows the first attempt when it meets it.
 */
public class UnfinishedWriteException extends StoreUnavailableException {

	private final transient BooleanSupplier continuation;

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 * @param retryAfter how long the store asked to be left alone from now on, if it did
	 * @param continuation what finishes the write, see {@link #finish}
	 */
	public UnfinishedWriteException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter,
			BooleanSupplier continuation) {
		super(message, cause, retryAfter);
		this.continuation = continuation;
	}

	/**
	 * Find out whether the write was done, and do it if it was not. To be called at most
	 * once, by the thread that made the write and before the bytes of the write are used
	 * for anything else.
	 * @return whether the write is done, {@code false} if another version was stored than
	 * the expected one
	 * @throws UnfinishedWriteException if it is still not known, with the way to go on
	 * from there
	 * @throws ZarrException if it cannot be found out any more or the store refuses it
	 */
	public final boolean finish() {
		return this.continuation.getAsBoolean();
	}

}
