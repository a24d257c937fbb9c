package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The call would need more than a limit of {@code zarr.limits} allows.
 */
public class LimitExceededException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public LimitExceededException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public LimitExceededException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
