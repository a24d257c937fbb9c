package io.github.zarrspring.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.endpoint.StoreView.Tree;
import io.github.zarrspring.spring.endpoint.StoreView.TreeNode;

/**
 * Goes through the nodes of a store until there are enough.
 */
final class TreeWalk {

	private final int limit;

	private final List<TreeNode> nodes = new ArrayList<>();

	private boolean complete = true;

	private TreeWalk(int limit) {
		this.limit = limit;
	}

	static Tree of(ZarrOperations zarr, String path, int limit) {
		TreeWalk walk = new TreeWalk(limit);
		if (path.isEmpty() && !zarr.exists(path)) {
			return new Tree(List.of(), true);
		}
		walk.visit(zarr.node(path));
		return new Tree(walk.nodes, walk.complete);
	}

	private void visit(ZarrNode node) {
		if (this.nodes.size() == this.limit) {
			this.complete = false;
			return;
		}
		this.nodes.add(TreeNode.of(node));
		if (node instanceof ZarrGroup group) {
			for (ZarrNode child : group.children()) {
				visit(child);
				if (!this.complete) {
					return;
				}
			}
		}
	}

}
