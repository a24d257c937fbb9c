package io.github.zarrspring.spring.partitioned;

/**
 * What is kept together on one member.
 */
public enum Affinity {

	/**
	 * Each value by itself: the chunks of an array are spread over all members.
	 */
	CHUNK,

	/**
	 * All values of an array.
	 */
	ARRAY

}
