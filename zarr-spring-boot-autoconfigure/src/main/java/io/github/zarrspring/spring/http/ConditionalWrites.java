package io.github.zarrspring.spring.http;

/**
 * What is known of the conditional writes of a web server.
 */
public enum ConditionalWrites {

	/**
	 * Whether it heeds If-Match and If-None-Match is tried before the first one; if not,
	 * they are refused.
	 */
	DETECT,

	/**
	 * It heeds them.
	 */
	TRUST,

	/**
	 * It does not. Changes of a part of a value may then undo those of other processes.
	 */
	NONE

}
