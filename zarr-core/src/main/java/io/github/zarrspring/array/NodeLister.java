package io.github.zarrspring.array;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

/**
 * Lists and walks the nodes of a store. A node that cannot be read is listed as such and
 * hides no other.
 */
final class NodeLister {

	private final Hierarchy hierarchy;

	private final StorageBackend backend;

	private final NodeStore nodes;

	NodeLister(Hierarchy hierarchy) {
		this.hierarchy = hierarchy;
		this.backend = hierarchy.backend();
		this.nodes = hierarchy.nodes();
	}

	/**
	 * The nodes in a group.
	 */
	List<ZarrNode> children(NodePath group) {
		if (!this.backend.canList()) {
			Snapshot snapshot = this.nodes.consolidation().nearest(group);
			requireGroup(snapshot.node(group).orElse(null));
			return children(group, snapshot);
		}
		FoundNode found = this.nodes.require(group);
		requireGroup(found.require());
		List<ZarrNode> children = new ArrayList<>();
		childNodes(group, found.through()).forEachRemaining((child) -> children.add(child.node()));
		return children;
	}

	/**
	 * The nodes in a group out of consolidated metadata.
	 */
	List<ZarrNode> children(NodePath group, Snapshot snapshot) {
		return snapshot.children(group).stream().map((child) -> node(child, snapshot)).toList();
	}

	private ZarrNode node(NodePath path, Snapshot snapshot) {
		try {
			return this.hierarchy.node(path, snapshot);
		}
		catch (ZarrException ex) {
			return this.hierarchy.handle(path, FoundNode.unreadable(ex));
		}
	}

	private static void requireGroup(@Nullable NodeMetadata metadata) {
		if (!(metadata instanceof GroupMetadata)) {
			throw new NodeNotFoundException((metadata != null) ? "There is an array, not a group" : "There is no node");
		}
	}

	/**
	 * Open the node to walk from.
	 */
	ListedNode open(NodePath path) {
		FoundNode found = this.nodes.require(path);
		found.require();
		return new ListedNode(this.hierarchy.handle(path, found), found.through());
	}

	/**
	 * Visit a node that was opened, and all nodes below it.
	 */
	void walk(ListedNode root, Consumer<ZarrNode> visitor) {
		NodePath path = root.node().path();
		if (root.node() instanceof ZarrGroup group && !group.isConsolidated() && !this.backend.canList()) {
			Snapshot snapshot = this.hierarchy.around(Operation.LIST, path,
					() -> this.nodes.consolidation().nearest(path));
			walkListed(new ListedNode(this.hierarchy.open(path.value(), snapshot), null), visitor);
			return;
		}
		walkListed(root, visitor);
	}

	private void walkListed(ListedNode root, Consumer<ZarrNode> visitor) {
		NodePath path = root.node().path();
		Deque<Iterator<ListedNode>> open = new ArrayDeque<>();
		open.push(List.of(root).iterator());
		while (!open.isEmpty()) {
			Iterator<ListedNode> nodes = open.element();
			if (!this.hierarchy.around(Operation.LIST, path, () -> {
				this.hierarchy.engine().checkRunning();
				return nodes.hasNext();
			})) {
				open.pop();
				continue;
			}
			ListedNode node = nodes.next();
			visitor.accept(node.node());
			if (node.node() instanceof ZarrGroup group) {
				open.push(group.isConsolidated()
						? group.children().stream().map((child) -> new ListedNode(child, null)).iterator()
						: childNodes(group.path(), node.through()));
			}
		}
	}

	/**
	 * The nodes in a group as they are listed, each read when it is its turn.
	 * @param group the path of the group
	 * @param through the consolidated metadata that the group is there by, if so
	 */
	private Iterator<ListedNode> childNodes(NodePath group, @Nullable Snapshot through) {
		return new ChildNodes(childPaths(group, through), (child) -> {
			FoundNode found = this.nodes.look(child);
			if (found == null && through != null) {
				return new ListedNode(node(child, through), through);
			}
			return (found != null) ? new ListedNode(this.hierarchy.handle(child, found), found.through()) : null;
		});
	}

	private Iterator<NodePath> childPaths(NodePath group, @Nullable Snapshot through) {
		ChildPaths listed = new ChildPaths(this.backend, group);
		if (through == null) {
			return listed;
		}
		TreeSet<NodePath> paths = new TreeSet<>(through.children(group));
		listed.forEachRemaining((path) -> {
			if (this.nodes.look(path) != null) {
				paths.add(path);
			}
		});
		return paths.iterator();
	}

	/**
	 * A node as it was listed.
	 *
	 * @param node the node
	 * @param through the consolidated metadata that it is there by, if it has no document
	 * of its own
	 */
	record ListedNode(ZarrNode node, @Nullable Snapshot through) {
	}

}
