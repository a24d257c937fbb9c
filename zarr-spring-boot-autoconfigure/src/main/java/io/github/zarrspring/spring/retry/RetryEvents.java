package io.github.zarrspring.spring.retry;

import io.github.zarrspring.spring.StoreDescription;

/**
 * Is told when calls to stores are repeated. Safe for use by several threads.
 */
public interface RetryEvents {

	/**
	 * Tells nobody.
	 */
	RetryEvents NONE = new RetryEvents() {

		@Override
		public void repeated(StoreDescription store, String operation) {
		}

		@Override
		public void gaveUp(StoreDescription store, String operation) {
		}

	};

	/**
	 * A call is made once more.
	 * @param store the store
	 * @param operation what is called, as the metrics of stores name it
	 */
	void repeated(StoreDescription store, String operation);

	/**
	 * A call that could have been repeated is not repeated any more, and fails.
	 * @param store the store
	 * @param operation what was called, as the metrics of stores name it
	 */
	void gaveUp(StoreDescription store, String operation);

	/**
	 * A store is not registered any more.
	 * @param store the store
	 */
	default void release(StoreDescription store) {
	}

}
