package io.github.zarrspring.spring;

import io.github.zarrspring.exception.ZarrException;

import org.springframework.dao.NonTransientDataAccessException;

/**
 * Something is larger than {@code zarr.limits} allow.
 */
public class ZarrLimitExceededException extends NonTransientDataAccessException {

	/**
	 * Create an exception.
	 * @param message what is wrong
	 * @param cause the engine's exception
	 */
	public ZarrLimitExceededException(String message, ZarrException cause) {
		super(message, cause);
	}

}
