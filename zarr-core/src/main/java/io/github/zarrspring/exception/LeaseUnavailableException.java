package io.github.zarrspring.exception;

/**
 * Another holds the lease of the store, or is to have it next. The same call may succeed
 * once that one has closed the lease or let it time out.
 */
public class LeaseUnavailableException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public LeaseUnavailableException(String message) {
		super(message, null);
	}

}
