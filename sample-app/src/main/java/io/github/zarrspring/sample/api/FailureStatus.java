package io.github.zarrspring.sample.api;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.NoSuchStoreException;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;

/**
 * The status of an answer, by what the client can do about the failure.
 */
final class FailureStatus {

	private FailureStatus() {
	}

	/**
	 * The status for a failure of the engine. What remains is a store that failed behind
	 * this service.
	 */
	static HttpStatus of(ZarrException failure) {
		if (failure instanceof InvalidRequestException) {
			return HttpStatus.BAD_REQUEST;
		}
		if (failure instanceof StoreAccessDeniedException) {
			return HttpStatus.FORBIDDEN;
		}
		if (failure instanceof NodeNotFoundException) {
			return HttpStatus.NOT_FOUND;
		}
		if (failure instanceof NodeExistsException || failure instanceof WriteConflictException) {
			return HttpStatus.CONFLICT;
		}
		if (failure instanceof LimitExceededException) {
			return HttpStatus.CONTENT_TOO_LARGE;
		}
		if (failure instanceof CorruptDataException || failure instanceof UnsupportedExtensionException) {
			return HttpStatus.UNPROCESSABLE_CONTENT;
		}
		return (failure instanceof StoreUnavailableException) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
	}

	/**
	 * The status for a failure that is not the engine's own, such as that of a
	 * transaction.
	 */
	static HttpStatus of(DataAccessException failure) {
		if (failure instanceof NoSuchStoreException) {
			return HttpStatus.NOT_FOUND;
		}
		if (failure instanceof PermissionDeniedDataAccessException) {
			return HttpStatus.FORBIDDEN;
		}
		if (failure instanceof ConcurrencyFailureException || failure instanceof DataIntegrityViolationException) {
			return HttpStatus.CONFLICT;
		}
		return (failure instanceof TransientDataAccessException) ? HttpStatus.SERVICE_UNAVAILABLE
				: HttpStatus.BAD_GATEWAY;
	}

}
