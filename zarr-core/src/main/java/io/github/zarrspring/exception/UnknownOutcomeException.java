package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a write was lost, and looking at what is stored does not tell whether the
 * write was done. To repeat a conditional write after this is wrong: if it was done, it
 * would look like a conflict with somebody else. To read again and decide anew is right.
 */
public class UnknownOutcomeException extends StoreUnavailableException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public UnknownOutcomeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
