package io.github.zarrspring.spring.http;

/**
 * How the keys of a store on a web server are listed.
 */
public enum HttpListing {

	/**
	 * They are not.
	 */
	NONE,

	/**
	 * By the consolidated metadata of the root: the documents in it, and those of all
	 * chunks that the arrays in it could have that are there.
	 */
	CONSOLIDATED,

	/**
	 * By the links on the pages that the server shows for directories.
	 */
	INDEX

}
