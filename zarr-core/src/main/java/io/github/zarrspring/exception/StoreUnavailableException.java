package io.github.zarrspring.exception;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer or not in time. The same call may succeed later.
 */
public class StoreUnavailableException extends ZarrException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public StoreUnavailableException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		this(message, cause, null);
	}

	/**
	 * Create an exception of a store that said when to come back.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 * @param retryAfter how long the store asked to be left alone from now on, if it did
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(message, cause);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long the store asked to be left alone, from the moment of its answer on.
	 * @return the time, {@code null} if the store did not say
	 */
	public final @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}
