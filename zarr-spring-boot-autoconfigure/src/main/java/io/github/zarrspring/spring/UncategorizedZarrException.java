package io.github.zarrspring.spring;

import io.github.zarrspring.exception.ZarrException;

import org.springframework.dao.UncategorizedDataAccessException;

/**
 * A failure of the engine for which Spring has no better exception.
 */
public class UncategorizedZarrException extends UncategorizedDataAccessException {

	/**
	 * Create an exception.
	 * @param message what is wrong
	 * @param cause the engine's exception
	 */
	public UncategorizedZarrException(String message, ZarrException cause) {
		super(message, cause);
	}

}
