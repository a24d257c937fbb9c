package io.github.zarrspring.spring.autoconfigure;

/**
 * When the table of a store is made if it does not exist.
 */
public enum SchemaInitialization {

	/**
	 * If the database is an embedded one.
	 */
	EMBEDDED,

	/**
	 * Always.
	 */
	ALWAYS,

	/**
	 * Never.
	 */
	NEVER

}
