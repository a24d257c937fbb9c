package io.github.zarrspring.spring.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A conditional write or delete until its outcome is known.
 */
interface PendingWrite {

	/**
	 * The key of the object.
	 */
	String key();

	/**
	 * What it is, for messages.
	 */
	String action();

	/**
	 * Send the request, each time with the same condition and the same id.
	 * @throws SdkException if the service fails or refuses it
	 */
	void send();

	/**
	 * Whether a conflict at the first attempt says all there is to know.
	 */
	boolean trustsConflict();

	/**
	 * Tell by the object what became of it.
	 * @param state the state, {@code null} if there is no object
	 * @return the outcome
	 */
	Outcome outcome(@Nullable ObjectState state);

	/**
	 * What became of a write.
	 */
	enum Outcome {

		/**
		 * It was done.
		 */
		DONE,

		/**
		 * The object is as it was expected: it was not done, and can be.
		 */
		OPEN,

		/**
		 * The object is another one, and it was not done.
		 */
		CONFLICT,

		/**
		 * The object is another one, which does not tell whether it was done before.
		 */
		UNTOLD

	}

}
