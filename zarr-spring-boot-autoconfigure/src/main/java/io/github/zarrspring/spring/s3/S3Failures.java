package io.github.zarrspring.spring.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes the engine's exceptions of those of the SDK, by what the caller can do about
 * them.
 */
final class S3Failures {

	private static final Set<String> BUSY = Set.of("SlowDown", "Throttling", "ThrottlingException", "TooManyRequests",
			"RequestLimitExceeded");

	private static final Set<String> DENIED = Set.of("AccessDenied", "AllAccessDisabled", "AccountProblem",
			"ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch");

	private static final Set<Integer> TRANSIENT = Set.of(429, 500, 502, 503, 504);

	private static final Set<String> TIMED_OUT = Set.of("RequestTimeout", "RequestTimeoutException");

	private S3Failures() {
	}

	/**
	 * Whether there is no such object, while all above it is there. A 404 that does not
	 * say so may be that of a bucket or of another server altogether.
	 */
	static boolean isMissing(SdkException ex) {
		return status(ex) == 404 && code(ex).equals("NoSuchKey");
	}

	/**
	 * Whether the service does not say whether there is such an object.
	 */
	static boolean isForbidden(SdkException ex) {
		return status(ex) == 403 && code(ex).equals("AccessDenied");
	}

	/**
	 * Whether a range begins where the object has already ended.
	 */
	static boolean isBeyondEnd(SdkException ex) {
		return status(ex) == 416;
	}

	/**
	 * Whether a write was refused because the object is not the one expected, or because
	 * another write was under way.
	 */
	static boolean isConflict(SdkException ex) {
		return status(ex) == 412 || status(ex) == 409 || isMissing(ex);
	}

	/**
	 * Whether the same request may succeed later.
	 */
	static boolean isTransient(SdkException ex) {
		int status = status(ex);
		return TRANSIENT.contains(status) || TIMED_OUT.contains(code(ex)) || BUSY.contains(code(ex)) || isTimeout(ex)
				|| isCancelled(ex) || (status == 0 && cause(ex, IOException.class) != null);
	}

	private static boolean isTimeout(SdkException ex) {
		return cause(ex, ApiCallTimeoutException.class) != null
				|| cause(ex, ApiCallAttemptTimeoutException.class) != null;
	}

	/**
	 * Whether a call ended since its thread was interrupted, wherever it was then: the
	 * SDK wraps that in several ways.
	 */
	static boolean isCancelled(SdkException ex) {
		return !isTimeout(ex) && (cause(ex, AbortedException.class) != null
				|| cause(ex, InterruptedException.class) != null || cause(ex, CancellationException.class) != null);
	}

	/**
	 * Whether a request that failed was certainly not carried out.
	 */
	static boolean isRefused(SdkException ex) {
		return !isTransient(ex) || status(ex) == 429 || BUSY.contains(code(ex))
				|| cause(ex, ConnectException.class) != null || cause(ex, UnknownHostException.class) != null
				|| cause(ex, NoRouteToHostException.class) != null;
	}

	/**
	 * How long the service asks to wait before the next attempt, nothing if it does not.
	 */
	static Duration retryAfter(SdkException ex) {
		Duration asked = askedPause(ex);
		return (asked != null) ? asked : Duration.ZERO;
	}

	/**
	 * How long the service asks to be left alone.
	 * @return the time, {@code null} if it does not say
	 */
	static @Nullable Duration askedPause(SdkException ex) {
		AwsErrorDetails details = (ex instanceof AwsServiceException service) ? service.awsErrorDetails() : null;
		String seconds = (details == null || details.sdkHttpResponse() == null) ? null
				: details.sdkHttpResponse().firstMatchingHeader("Retry-After").orElse(null);
		// The other form, a date, is as good as none: clocks differ.
		return (seconds != null && seconds.matches("\\d{1,6}")) ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
	}

	static ZarrException translate(String action, SdkException ex) {
		String message = "Could not %s: %s".formatted(action, message(ex));
		int status = status(ex);
		if (isTransient(ex)) {
			return new StoreUnavailableException(message, ex, askedPause(ex));
		}
		if (code(ex).equals("NoSuchBucket")) {
			return new StoreNotFoundException(message, ex);
		}
		if (status == 401 || DENIED.contains(code(ex)) || (status == 403 && code(ex).isEmpty())) {
			return new StoreAccessDeniedException(
					message + " (without the right to list a bucket, services say this of what does not exist too)",
					ex);
		}
		if (status == 301 || status == 307) {
			return new StoreFailureException(message + " (the bucket is in another region than the store's 'region')",
					ex);
		}
		if (status == 0 && message.contains("credentials")) {
			return new StoreAccessDeniedException(message, ex);
		}
		return new StoreFailureException(message, ex);
	}

	private static int status(SdkException ex) {
		return (ex instanceof AwsServiceException service) ? service.statusCode() : 0;
	}

	private static String code(SdkException ex) {
		AwsErrorDetails details = (ex instanceof AwsServiceException service) ? service.awsErrorDetails() : null;
		return (details != null && details.errorCode() != null) ? details.errorCode() : "";
	}

	private static String message(SdkException ex) {
		AwsErrorDetails details = (ex instanceof AwsServiceException service) ? service.awsErrorDetails() : null;
		if (details == null) {
			Throwable cause = cause(ex, IOException.class);
			return (cause != null) ? ex.getMessage() + ": " + cause.getMessage() : String.valueOf(ex.getMessage());
		}
		return "the service answered %s %s %s"
			.formatted(status(ex), code(ex), (details.errorMessage() != null) ? details.errorMessage() : "")
			.strip();
	}

	private static @Nullable Throwable cause(Throwable ex, Class<? extends Throwable> type) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return cause;
			}
		}
		return null;
	}

}
