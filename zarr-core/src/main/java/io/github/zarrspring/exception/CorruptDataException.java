package io.github.zarrspring.exception;

import org.jspecify.annotations.Nullable;

/**
 * What is stored is not what the specification says it must be: metadata that cannot be
 * read, a chunk or shard that does not decode to exactly its size, a checksum that does
 * not fit.
 */
public class CorruptDataException extends ZarrException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 */
	public CorruptDataException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that is
	 * @param cause the cause, if there is one
	 */
	public CorruptDataException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
