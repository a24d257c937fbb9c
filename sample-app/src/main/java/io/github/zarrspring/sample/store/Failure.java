package io.github.zarrspring.sample.store;

import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;

/**
 * What is behind an exception of a store: templates translate the exceptions of the
 * engine into those of Spring.
 */
public final class Failure {

	private Failure() {
	}

	/**
	 * The exception of the engine.
	 * @param ex an exception
	 * @return the exception itself or the nearest of its causes, {@code null} if none is
	 * of the engine
	 */
	public static @Nullable ZarrException find(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof ZarrException found) {
				return found;
			}
		}
		return null;
	}

	/**
	 * What went wrong, for people.
	 * @param ex an exception
	 * @return what the engine says, or else the exception
	 */
	public static String describe(Throwable ex) {
		ZarrException found = find(ex);
		return (found != null) ? found.getReason() : String.valueOf(ex.getMessage());
	}

}
