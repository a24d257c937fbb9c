package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * Another writer changed what was to be changed, and kept doing so for as long as the
 * call was allowed to try again. Nothing was written; the call may be repeated.
 */
public class WriteConflictException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public WriteConflictException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public WriteConflictException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
