package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The store answered with a failure that will not go away by itself, or in a way that its
 * contract does not allow.
 */
public class StoreFailureException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public StoreFailureException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public StoreFailureException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
