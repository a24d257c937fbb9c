package io.github.zarrspring.spring.metrics;

import java.util.Locale;

/**
 * What is measured of a store: the values of the tag {@code operation}.
 */
enum StoreOperation {

	/** Read a value or a part of it. */
	READ,

	/** Read several values. */
	READ_ALL,

	/** Read the last values of a key. */
	HISTORY,

	/** Write a value. */
	WRITE,

	/** Write several values. */
	WRITE_ALL,

	/** Write a value if it has a version. */
	COMPARE_AND_SET,

	/** Write or delete several values if they have their versions. */
	COMPARE_AND_SET_ALL,

	/** Lock several values. */
	LOCK_ALL,

	/** Delete a value. */
	DELETE,

	/** Delete a value if it has a version. */
	COMPARE_AND_DELETE,

	/** Delete all values under a prefix. */
	DELETE_ALL,

	/** List a page of keys. */
	LIST,

	/** Look whether there is a value. */
	EXISTS,

	/** Count values and bytes. */
	INFO,

	/** Begin and commit what is written at once, without the work in between. */
	ATOMICALLY,

	/** Begin and end reads of one state, without the reads in between. */
	CONSISTENTLY;

	String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
