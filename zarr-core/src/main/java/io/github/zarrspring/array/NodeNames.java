package io.github.zarrspring.array;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.NodePath;

/**
 * The names that new nodes may have. The specification of v3 reserves those that begin
 * with {@code __}: nodes that others gave such a name are read, and none is made. In v2
 * they are names like any other.
 */
final class NodeNames {

	private static final String RESERVED = "__";

	private NodeNames() {
	}

	/**
	 * Check the name of a new node, and those of the groups that would be made for it.
	 * @param nodes the nodes that there are
	 * @param node the path of the new node
	 * @param format its format
	 * @throws InvalidRequestException if the specification does not allow it
	 */
	static void check(NodeStore nodes, NodePath node, ZarrFormat format) {
		if (format == ZarrFormat.V3 && node.value().contains(RESERVED)) {
			checkOwn(node, format);
			for (NodePath group : node.ancestors()) {
				if (group.name().startsWith(RESERVED) && nodes.look(group) == null) {
					checkOwn(group, format);
				}
			}
		}
	}

	/**
	 * Check the last name of a path alone.
	 */
	static void checkOwn(NodePath node, ZarrFormat format) {
		if (format == ZarrFormat.V3 && node.name().startsWith(RESERVED)) {
			throw new InvalidRequestException(
					"The node name '%s' in the path '%s' is reserved by the Zarr v3 specification"
						.formatted(node.name(), node));
		}
	}

}
