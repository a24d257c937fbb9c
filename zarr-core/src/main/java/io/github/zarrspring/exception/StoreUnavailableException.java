package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer or not in time. The same call may succeed later.
 */
public class StoreUnavailableException extends ZarrException {

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
		super(message, cause);
	}

}
