package io.github.zarrspring.spring.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What failures on the way to a server and back mean. No message has credentials or the
 * query of an address, and no cause is one that could have them.
 */
final class HttpFailures {

	private HttpFailures() {
	}

	/**
	 * The failure that a status stands for.
	 */
	static ZarrException of(HttpCall call, Reply reply) {
		int status = reply.status();
		String message = "The server answered %s to %s".formatted(status, call);
		if (status == 401 || status == 403 || status == 407) {
			return new StoreAccessDeniedException(message);
		}
		if (status == 408 || status == 425 || status == 429 || (status >= 500 && status != 501 && status != 505)) {
			return new StoreUnavailableException(message, null, retryAfter(reply.headers()));
		}
		return new StoreFailureException(message);
	}

	/**
	 * The failure of a call that got no answer.
	 */
	static ZarrException of(HttpCall call, IOException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
				return new StoreFailureException("The server of %s is not trusted: %s".formatted(call, reason(cause)),
						ex);
			}
		}
		return new StoreUnavailableException("No answer to %s: %s".formatted(call, reason(ex)), ex);
	}

	private static String reason(Throwable ex) {
		return ex.getClass().getSimpleName() + ((ex.getMessage() != null) ? ": " + ex.getMessage() : "");
	}

	/**
	 * The time that {@code Retry-After} gives, in seconds or as a date.
	 */
	static @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		try {
			if (value.strip().matches("[0-9]{1,9}")) {
				return Duration.ofSeconds(Long.parseLong(value.strip()));
			}
			Instant date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration time = Duration.between(Instant.now(), date);
			return time.isNegative() ? Duration.ZERO : time;
		}
		catch (DateTimeParseException ex) {
			// What cannot be understood is as good as not said.
			return null;
		}
	}

}
