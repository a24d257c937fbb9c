package io.github.zarrspring.sample.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.NodePath;

import org.springframework.stereotype.Component;

/**
 * Describes a node with all that is below it. A node that cannot be read is described as
 * such and does not hide the others.
 */
@Component
public class TreeReader {

	static final int MOST_NODES = 10_000;

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

	private void addChildren(ZarrOperations zarr, NodePath top, String prefix, Map<String, NodeDescription> nodes) {
		Deque<Iterator<ChildReader.Child>> open = new ArrayDeque<>();
		open.push(this.children.read(zarr, top).iterator());
		while (!open.isEmpty()) {
			if (!open.element().hasNext()) {
				open.pop();
				continue;
			}
			ChildReader.Child child = open.element().next();
			if (nodes.size() == MOST_NODES) {
				throw new LimitExceededException(
						"There are more than %d nodes below '%s': ask for one of them".formatted(MOST_NODES, top));
			}
			nodes.put(child.path().value().substring(prefix.length()), describe(child));
			if (child.node() instanceof ZarrGroup) {
				open.push(this.children.read(zarr, child.path()).iterator());
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
