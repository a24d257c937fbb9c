package io.github.zarrspring.storage.access;

/**
 * Who may use a store.
 */
public enum AccessLevel {

	/**
	 * Anyone reads and writes.
	 */
	PUBLIC,

	/**
	 * Anyone reads, the holder of the lease alone writes.
	 */
	PROTECTED,

	/**
	 * The holder of the lease alone reads and writes.
	 */
	PRIVATE

}
