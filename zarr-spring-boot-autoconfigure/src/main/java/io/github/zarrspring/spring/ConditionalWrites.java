package io.github.zarrspring.spring;

/**
 * What a store relies on where several write to one key.
 */
public enum ConditionalWrites {

	/**
	 * The service compares. Before the first conditional write it is tried out; one that
	 * ignores {@code If-Match} is refused.
	 */
	PROBED,

	/**
	 * The service compares, which is not tried out: the application may not write beside
	 * its own keys, say.
	 */
	TRUSTED,

	/**
	 * The service is not asked to compare. Partial writes of a chunk lose nothing within
	 * one application; only one may write to the store at a time.
	 */
	OFF

}
