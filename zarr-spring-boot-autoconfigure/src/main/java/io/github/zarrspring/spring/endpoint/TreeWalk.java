package io.github.zarrspring.spring.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.endpoint.StoreView.Tree;
import io.github.zarrspring.spring.endpoint.StoreView.TreeNode;
import io.github.zarrspring.spring.health.Secrets;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the nodes of a store, groups before what is in them, until there are
 * enough or it has taken too long, and goes on after any of them. It descends a bounded
 * number of levels. A node that cannot be read is shown as such.
 */
final class TreeWalk {

	/**
	 * How many levels below its start a walk descends.
	 */
	static final int MOST_LEVELS = 100;

	static final Duration MOST_TIME = Duration.ofSeconds(10);

	private final long start = System.nanoTime();

	private final ZarrOperations zarr;

	private final int limit;

	private final Duration time;

	private final List<TreeNode> nodes = new ArrayList<>();

	private final Deque<ChildPaths> open = new ArrayDeque<>();

	/**
	 * Where it was last looked for a node.
	 */
	private @Nullable NodePath last;

	private boolean complete = true;

	/**
	 * A walk.
	 * @param zarr the store
	 * @param limit the most nodes to show
	 * @param time how long to go on, for one path at least
	 */
	TreeWalk(ZarrOperations zarr, int limit, Duration time) {
		this.zarr = zarr;
		this.limit = limit;
		this.time = time;
	}

	/**
	 * Show a node and what is below it.
	 * @param path the path of the node
	 * @param after the path of the node to go on after, {@code null} to begin
	 */
	Tree show(String path, @Nullable String after) {
		NodePath top = NodePath.of(path);
		if (after == null) {
			if (top.isRoot() && !this.zarr.exists(path)) {
				return new Tree(List.of(), true, null);
			}
			this.last = top;
			visit(top, this.zarr.node(path));
		}
		else {
			goOn(top, NodePath.of(after));
		}
		while (!this.open.isEmpty()) {
			NodePath next = this.open.element().next();
			if (next == null) {
				this.open.pop();
				continue;
			}
			if (isOver()) {
				return new Tree(this.nodes, false, Objects.requireNonNull(this.last).value());
			}
			this.last = next;
			look(next);
		}
		return new Tree(this.nodes, this.complete, null);
	}

	private boolean isOver() {
		return this.last != null
				&& (this.nodes.size() == this.limit || System.nanoTime() - this.start > this.time.toNanos());
	}

	/**
	 * Open the groups from the top down to a node that was shown, each after what was
	 * shown of it.
	 */
	private void goOn(NodePath top, NodePath after) {
		List<ChildPaths> groups = new ArrayList<>();
		NodePath node = after;
		if (isGroup(after)) {
			groups.add(new ChildPaths(this.zarr, after, null));
		}
		while (!node.equals(top)) {
			NodePath group = node.parent();
			if (group == null) {
				throw new InvalidRequestException("'%s' is not below '%s'".formatted(after, top));
			}
			groups.add(new ChildPaths(this.zarr, group, node));
			node = group;
		}
		for (int i = groups.size() - 1; i >= 0 && this.open.size() < MOST_LEVELS; i--) {
			this.open.push(groups.get(i));
		}
	}

	private boolean isGroup(NodePath path) {
		try {
			return this.zarr.node(path.value()) instanceof ZarrGroup;
		}
		catch (RuntimeException ex) {
			// It is gone or damaged, but its neighbours are to be seen.
			ofOneNode(ex);
			return false;
		}
	}

	private void look(NodePath path) {
		ZarrNode node;
		try {
			node = this.zarr.node(path.value());
		}
		catch (RuntimeException ex) {
			ZarrException failure = ofOneNode(ex);
			if (!(failure instanceof NodeNotFoundException)) {
				this.nodes.add(TreeNode.unreadable(path, Secrets.remove(failure.getReason())));
			}
			return;
		}
		visit(path, node);
	}

	/**
	 * What the store as a whole fails with would be the same for every node.
	 */
	private static ZarrException ofOneNode(RuntimeException ex) {
		Throwable cause = ex;
		while (cause != null && !(cause instanceof ZarrException)) {
			cause = cause.getCause();
		}
		if (!(cause instanceof ZarrException failure) || failure instanceof StoreUnavailableException
				|| failure instanceof StoreFailureException || failure instanceof StoreAccessDeniedException) {
			throw ex;
		}
		return failure;
	}

	private void visit(NodePath path, ZarrNode node) {
		if (!(node instanceof ZarrGroup)) {
			this.nodes.add(TreeNode.of(node, null));
		}
		else if (this.open.size() < MOST_LEVELS) {
			this.nodes.add(TreeNode.of(node, null));
			this.open.push(new ChildPaths(this.zarr, path, null));
		}
		else {
			this.complete = false;
			this.nodes.add(TreeNode.of(node,
					"What is in it is more than %s levels down: ask for its path".formatted(MOST_LEVELS)));
		}
	}

}
