package io.github.zarrspring.spring.retry;

import java.time.Duration;

import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.storage.StorageBackend;

/**
 * The decorator of an application, with pauses that tests can wait for.
 */
public final class FastRetries {

	private FastRetries() {
	}

	/**
	 * Repeat calls up to twenty times.
	 * @param type the type of the store
	 * @param backend its backend
	 * @return the decorated backend
	 */
	public static StorageBackend around(String type, StorageBackend backend) {
		return new RetryingBackend(new StoreDescription("remote", type, null), backend, new RetrySettings(20,
				Duration.ofMillis(5), 1.5, Duration.ofMillis(3), Duration.ofMillis(50), Duration.ofSeconds(30)),
				RetryEvents.NONE);
	}

}
