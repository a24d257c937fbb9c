package io.github.zarrspring.sample.tree;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.NodePath;

import org.springframework.stereotype.Component;

/**
 * Describes a node with all that is below it. A node that cannot be read is described as
 * such and does not hide the others.
 */
@Component
public class TreeReader {

	private final ChildReader children;

	TreeReader(ChildReader children) {
		this.children = children;
	}

	/**
	 * Describe a node. The root of a store need not be one to have nodes below it.
	 * @param zarr the store
	 * @param path the path of the node
	 * @return the description
	 */
	public NodeTree read(ZarrOperations zarr, String path) {
		NodePath top = NodePath.of(path);
		Map<String, NodeDescription> nodes = new LinkedHashMap<>();
		if (top.isRoot() && !zarr.exists(path)) {
			addChildren(zarr, top, top.keyPrefix(), nodes);
			return new NodeTree(nodes, Map.of());
		}
		ZarrNode node = zarr.node(path);
		if (node instanceof ZarrArray array) {
			nodes.put("", ArrayDescription.of(array));
		}
		else {
			addChildren(zarr, top, top.keyPrefix(), nodes);
		}
		return new NodeTree(nodes, node.attributes());
	}

	private void addChildren(ZarrOperations zarr, NodePath group, String prefix, Map<String, NodeDescription> nodes) {
		for (ChildReader.Child child : this.children.read(zarr, group)) {
			nodes.put(child.path().value().substring(prefix.length()), describe(child));
			if (child.node() instanceof ZarrGroup) {
				addChildren(zarr, child.path(), prefix, nodes);
			}
		}
	}

	private static NodeDescription describe(ChildReader.Child child) {
		ZarrNode node = child.node();
		if (node instanceof ZarrArray array) {
			return ArrayDescription.of(array);
		}
		return (node instanceof ZarrGroup group) ? GroupDescription.of(group) : UnreadableDescription.of(child.error());
	}

}
