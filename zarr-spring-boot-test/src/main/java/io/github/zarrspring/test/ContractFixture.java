package io.github.zarrspring.test;

import java.util.Optional;

import io.github.zarrspring.storage.StorageBackend;

/**
 * What the parts of the contract are tested on.
 */
interface ContractFixture {

	/**
	 * The backend under test.
	 * @return the backend, empty at the start of each test
	 */
	StorageBackend backend();

	/**
	 * A second backend on the same data.
	 * @return the other backend, empty if the store is for one backend alone
	 */
	Optional<StorageBackend> second();

	/**
	 * Print a number that explains a result.
	 * @param what what it is
	 */
	default void report(String what) {
		System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, what);
	}

}
