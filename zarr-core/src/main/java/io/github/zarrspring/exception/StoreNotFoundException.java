package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * What keeps the bytes of the store is not there at all: a table, a bucket, a directory
 * that was never made or has been removed. Not to be mixed up with a missing node or
 * value.
 */
public class StoreNotFoundException extends StoreFailureException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public StoreNotFoundException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public StoreNotFoundException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
