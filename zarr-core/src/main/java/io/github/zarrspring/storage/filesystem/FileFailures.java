package io.github.zarrspring.storage.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.StoreKey;

/**
 * Translates what the file system throws into what a storage backend throws.
 */
public final class FileFailures {

	/**
	 * The longest name that the usual file systems take, in bytes.
	 */
	private static final int LONGEST_NAME = 255;

	/**
	 * The longest path that Linux takes, in bytes.
	 */
	private static final int LONGEST_PATH = 4095;

	private FileFailures() {
	}

	/**
	 * The exception for a failure.
	 * @param action what failed, such as {@code read}
	 * @param key the key that it was about
	 * @param ex what the file system threw
	 * @return the exception to throw
	 */
	static ZarrException translate(String action, StoreKey key, IOException ex) {
		ZarrException translated = (isUnspecific(ex) && isTooLong(key.value())) ? unusableKey(key, ex)
				: translate(action, "'" + key + "'", ex);
		translated.locate(null, key.path().value(), key.chunk());
		return translated;
	}

	/**
	 * The exception for a failure.
	 * @param action what failed, such as {@code list}
	 * @param subject what it was about
	 * @param ex what the file system threw
	 * @return the exception to throw
	 */
	public static ZarrException translate(String action, String subject, IOException ex) {
		String message = "Could not %s %s: %s".formatted(action, subject, reason(ex));
		if (ex instanceof AccessDeniedException) {
			return new StoreAccessDeniedException(message, ex);
		}
		// The same call may succeed later: what was in the way is gone by then.
		// An interrupt closes a file for all threads that read it.
		if (ex instanceof ClosedChannelException || ex instanceof EOFException || ex instanceof NoSuchFileException) {
			return new StoreUnavailableException(message, ex);
		}
		return new StoreFailureException(message, ex);
	}

	/**
	 * The exception for a name that the file system does not take.
	 * @param key the key
	 * @param ex why
	 * @return the exception to throw
	 */
	static InvalidRequestException unusableKey(StoreKey key, Exception ex) {
		return new InvalidRequestException(
				"The key '%s' cannot be the name of a file here: %s".formatted(key, reason(ex)), ex);
	}

	/**
	 * Whether a failure may come from a key that is too long.
	 * @param key the key, or the beginning of one
	 * @return whether it is longer than the usual file systems take
	 */
	static boolean isTooLong(String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		int start = 0;
		for (int i = 0; i <= bytes.length; i++) {
			if (i == bytes.length || bytes[i] == '/') {
				if (i - start > LONGEST_NAME) {
					return true;
				}
				start = i + 1;
			}
		}
		return bytes.length > LONGEST_PATH - LONGEST_NAME;
	}

	/**
	 * Whether the JDK has no exception of its own for a failure, so that the reason is a
	 * text in the language of the system.
	 * @param ex the failure
	 * @return whether only its text tells what it is
	 */
	static boolean isUnspecific(IOException ex) {
		return ex.getClass() == FileSystemException.class;
	}

	private static String reason(Exception ex) {
		if (ex instanceof ClosedByInterruptException) {
			return "the thread was interrupted";
		}
		String reason = (ex instanceof FileSystemException failure) ? failure.getReason() : ex.getMessage();
		String name = ex.getClass().getSimpleName();
		return (reason != null) ? "%s (%s)".formatted(reason, name) : name;
	}

}
