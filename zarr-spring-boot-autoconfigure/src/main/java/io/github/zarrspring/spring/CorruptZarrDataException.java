package io.github.zarrspring.spring;

import io.github.zarrspring.exception.ZarrException;

import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * What is stored, metadata or a chunk, is damaged or not what the format says.
 */
public class CorruptZarrDataException extends NonTransientDataAccessResourceException {

	/**
	 * Create an exception.
	 * @param message what is wrong
	 * @param cause the engine's exception
	 */
	public CorruptZarrDataException(String message, ZarrException cause) {
		super(message, cause);
	}

}
