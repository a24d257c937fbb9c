package io.github.zarrspring.array;

import java.util.List;
import java.util.Optional;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ConsolidatedMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.NodePath;

/**
 * The consolidated metadata of a group as they were read.
 *
 * @param root the path of the group
 * @param metadata its metadata and those of all nodes below it
 */
record Snapshot(NodePath root, ConsolidatedMetadata metadata) {

	Optional<NodeMetadata> node(NodePath path) {
		try {
			return this.root.contains(path) ? this.metadata.node(relative(path)) : Optional.empty();
		}
		catch (ZarrException ex) {
			ex.locate(null, path.value(), null);
			throw ex;
		}
	}

	private NodePath relative(NodePath path) {
		return path.equals(this.root) ? NodePath.ROOT
				: new NodePath(path.value().substring(this.root.keyPrefix().length()));
	}

	/**
	 * The nodes below a group, groups before what is in them.
	 */
	List<NodePath> below(NodePath group) {
		return this.metadata.paths()
			.stream()
			.map((path) -> this.root.resolve(path.value()))
			.filter((path) -> group.contains(path) && !path.equals(group))
			.toList();
	}

	/**
	 * The nodes in a group, in the order of their names.
	 */
	List<NodePath> children(NodePath group) {
		NodePath relative = relative(group);
		String prefix = relative.keyPrefix();
		// The character behind the slash ends the keys that start with the prefix.
		String end = relative.value() + '0';
		return this.metadata.paths()
			.tailSet(relative, false)
			.stream()
			.takeWhile((path) -> relative.isRoot() || path.value().compareTo(end) < 0)
			.filter((path) -> path.value().startsWith(prefix) && path.value().indexOf('/', prefix.length()) < 0)
			.map((path) -> this.root.resolve(path.value()))
			.toList();
	}

}
