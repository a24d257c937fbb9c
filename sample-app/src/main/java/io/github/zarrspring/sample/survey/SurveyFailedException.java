package io.github.zarrspring.sample.survey;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A survey failed half-way because the caller wanted it to.
 */
class SurveyFailedException extends ResponseStatusException {

	SurveyFailedException(String message) {
		super(HttpStatus.INTERNAL_SERVER_ERROR, message);
	}

}
