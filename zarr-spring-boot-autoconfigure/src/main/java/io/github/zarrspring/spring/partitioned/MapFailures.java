package io.github.zarrspring.spring.partitioned;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import com.hazelcast.client.HazelcastClientNotActiveException;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.HazelcastOverloadException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnknownOutcomeException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;

/**
 * What Hazelcast's exceptions mean for a store.
 */
final class MapFailures {

	private MapFailures() {
	}

	/**
	 * The exception of the engine for one of Hazelcast.
	 */
	static ZarrException translate(Throwable failure) {
		Throwable cause = peel(failure);
		if (cause instanceof ZarrException zarr) {
			return zarr;
		}
		String reason = "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage());
		if (cause instanceof SplitBrainProtectionException) {
			return new StoreUnavailableException(
					"The cluster has fewer members than the store needs, see its property 'minimum-members': " + reason,
					cause);
		}
		if (cause instanceof HazelcastSerializationException) {
			return new StoreFailureException("A member of the cluster does not have the classes or the version of "
					+ "this library that the store needs: " + reason, cause);
		}
		if (cause instanceof HazelcastInstanceNotActiveException
				|| cause instanceof HazelcastClientNotActiveException) {
			return new StoreFailureException("The Hazelcast instance of the store is shut down: " + reason, cause);
		}
		if (cause instanceof SecurityException) {
			return new StoreAccessDeniedException("The cluster refused the call: " + reason, cause);
		}
		// A client that is offline throws an IllegalStateException of its own.
		return (cause instanceof HazelcastException || cause instanceof IllegalStateException)
				? new StoreUnavailableException("The cluster did not answer: " + reason, cause)
				: new StoreFailureException("The call to the cluster failed: " + reason, cause);
	}

	/**
	 * Whether a write that failed so may have been done.
	 */
	static boolean mayBeDone(Throwable failure) {
		Throwable cause = peel(failure);
		return !(cause instanceof ZarrException || cause instanceof SplitBrainProtectionException
				|| cause instanceof HazelcastOverloadException || cause instanceof HazelcastSerializationException
				|| cause instanceof SecurityException);
	}

	/**
	 * Whether a write that failed so and is not there now will never be done: the member
	 * that was to do it is gone.
	 */
	static boolean isOver(Throwable failure) {
		return peel(failure) instanceof IndeterminateOperationStateException;
	}

	static UnknownOutcomeException unknown(String what, Throwable failure, @Nullable Throwable lookup) {
		Throwable cause = peel(failure);
		UnknownOutcomeException exception = new UnknownOutcomeException(
				"%s may have been done or not, the answer was lost: %s: %s".formatted(what,
						cause.getClass().getSimpleName(), cause.getMessage()),
				cause);
		if (lookup != null) {
			exception.addSuppressed(lookup);
		}
		return exception;
	}

	private static Throwable peel(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
