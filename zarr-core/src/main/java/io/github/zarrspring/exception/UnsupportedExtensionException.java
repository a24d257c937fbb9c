package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * The metadata is well-formed but asks for something this engine does not have: an
 * unknown data type, codec, chunk grid, chunk-key encoding or extension that must be
 * understood.
 */
public class UnsupportedExtensionException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public UnsupportedExtensionException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public UnsupportedExtensionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
