package io.github.zarrspring.spring.s3;

import io.github.zarrspring.exception.StoreFailureException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads back what became of a write whose answer was lost.
 */
final class OutcomeReader {

	private final ObjectReader reader;

	OutcomeReader(ObjectReader reader) {
		this.reader = reader;
	}

	/**
	 * The state of an object, however long the service fails to give it.
	 * @param key the object key
	 * @param patience how long
	 * @return the state, {@code null} if there is no object
	 * @throws SdkException if the service goes on failing, or fails for good
	 */
	@Nullable ObjectState state(String key, Patience patience) {
		while (true) {
			try {
				return this.reader.state(key);
			}
			catch (SdkException ex) {
				if (!S3Failures.isTransient(ex) || !patience.pause(S3Failures.retryAfter(ex))) {
					throw ex;
				}
			}
		}
	}

	/**
	 * The outcome cannot be found out any more.
	 */
	static StoreFailureException unknown(String key, SdkException failure) {
		return new StoreFailureException("It cannot be found out whether '%s' was changed by a request that failed: %s"
			.formatted(key, failure.getMessage()), failure);
	}

}
