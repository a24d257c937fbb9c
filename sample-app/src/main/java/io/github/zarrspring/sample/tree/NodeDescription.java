package io.github.zarrspring.sample.tree;

/**
 * A node as clients see it.
 */
public sealed interface NodeDescription permits ArrayDescription, GroupDescription, UnreadableDescription {

	/**
	 * What the node is.
	 * @return {@code array}, {@code group} or {@code unreadable}
	 */
	String type();

}
