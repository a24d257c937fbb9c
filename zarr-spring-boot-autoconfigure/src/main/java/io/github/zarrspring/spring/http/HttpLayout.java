package io.github.zarrspring.spring.http;

/**
 * How the keys of a store become addresses on a web server.
 */
public enum HttpLayout {

	/**
	 * Each key is a path, as in a directory.
	 */
	KEYS,

	/**
	 * Arrays with chunks and metadata, as a service has them.
	 */
	REST

}
