package io.github.zarrspring.storage.memory;

/**
 * How a {@link ConcurrentMapBackend} keeps its keys.
 */
public enum Ordering {

	/**
	 * By hash: reads and writes in constant time; a listing looks at all keys, and at
	 * them again for each page while others add keys.
	 */
	HASH,

	/**
	 * In key order: reads and writes in logarithmic time; a page of a listing looks at
	 * the keys of the page alone.
	 */
	SORTED

}
