package io.github.zarrspring.spring.metrics;

import java.util.Locale;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.WriteConflictException;

/**
 * How a call to a store ended: the values of the tag {@code outcome}.
 */
enum Outcome {

	/** It did what it was to do. */
	SUCCESS,

	/** There is no value under the key. */
	MISSING,

	/** The value has another version, or others write it. */
	CONFLICT,

	/** The store refused the call. */
	DENIED,

	/** The store did not answer or not in time. */
	UNAVAILABLE,

	/** Anything else went wrong. */
	ERROR;

	static Outcome of(Throwable failure) {
		if (failure instanceof StoreUnavailableException) {
			return UNAVAILABLE;
		}
		if (failure instanceof StoreAccessDeniedException) {
			return DENIED;
		}
		return (failure instanceof WriteConflictException) ? CONFLICT : ERROR;
	}

	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}
