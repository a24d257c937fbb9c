package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The caller asked for something that cannot be: a selection outside the array, a shape
 * that does not fit, a key or name that the specification forbids.
 */
public class InvalidRequestException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public InvalidRequestException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public InvalidRequestException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
