package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * There is no array or group at the path, or not of the kind asked for.
 */
public class NodeNotFoundException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public NodeNotFoundException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public NodeNotFoundException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
