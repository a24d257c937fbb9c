package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * There is a node at the path already.
 */
public class NodeExistsException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public NodeExistsException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public NodeExistsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
