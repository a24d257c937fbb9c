package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The store, or an access level set on it, refuses the call.
 */
public class StoreAccessDeniedException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public StoreAccessDeniedException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public StoreAccessDeniedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
