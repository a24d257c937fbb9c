package io.github.zarrspring.sample.tree;

/**
 * A node whose metadata are damaged or ask for something that is not supported.
 *
 * @param type always {@code unreadable}
 * @param error what is wrong
 */
record UnreadableDescription(String type, String error) implements NodeDescription {

	static UnreadableDescription of(String error) {
		return new UnreadableDescription("unreadable", error);
	}

}
