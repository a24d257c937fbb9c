package io.github.zarrspring.sample.api;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.sample.store.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers failures with problem details (RFC 9457) that say what is wrong and where.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	@ExceptionHandler({ ZarrException.class, DataAccessException.class })
	@Nullable ResponseEntity<Object> handleStoreFailure(RuntimeException ex, WebRequest request) {
		ZarrException failure = Failure.find(ex);
		if (failure != null) {
			return answer(ex, problem(failure), request);
		}
		HttpStatus status = FailureStatus.of((DataAccessException) ex);
		String detail = status.is4xxClientError() ? ex.getMessage() : "The store failed";
		return answer(ex, ProblemDetail.forStatusAndDetail(status, detail), request);
	}

	private static ProblemDetail problem(ZarrException failure) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(FailureStatus.of(failure), failure.getReason());
		if (failure.getStore() != null) {
			problem.setProperty("store", failure.getStore());
		}
		if (failure.getPath() != null) {
			problem.setProperty("path", failure.getPath());
		}
		if (failure.getChunk() != null) {
			problem.setProperty("chunk", failure.getChunk());
		}
		return problem;
	}

	/**
	 * A body that is not JSON where a controller parses it itself.
	 */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleMalformedBody(JacksonException ex, WebRequest request) {
		return answer(ex, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail(ex)), request);
	}

	/**
	 * A body that is not JSON, or not what a controller takes, where Spring parses it.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String detail = (ex.getCause() instanceof JacksonException cause) ? detail(cause) : "There is no body";
		return answer(ex, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail), request);
	}

	private static String detail(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String place = (location != null)
				? " at line %s, column %s".formatted(location.getLineNr(), location.getColumnNr()) : "";
		if (!(ex instanceof MismatchedInputException)) {
			return "The body is not JSON" + place;
		}
		String member = ex.getPath().isEmpty() ? null : ex.getPath().get(0).getPropertyName();
		return ((member != null) ? "The member '%s' of the body".formatted(member) : "The body")
				+ " is not of the form that is expected" + place;
	}

	private @Nullable ResponseEntity<Object> answer(Exception ex, ProblemDetail problem, WebRequest request) {
		HttpStatus status = HttpStatus.valueOf(problem.getStatus());
		if (status.is5xxServerError()) {
			this.logger.warn("A store failed", ex);
		}
		return handleExceptionInternal(ex, problem, new HttpHeaders(), status, request);
	}

}
