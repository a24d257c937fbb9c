package io.github.zarrspring.sample.tree;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.array.UnreadableNode;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.sample.store.Failure;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The nodes in a group, those too that cannot be read.
 */
@Component
class ChildReader {

	/**
	 * The nodes in a group. The root of a store need not be a group: then it is a folder
	 * like any other, in which nodes may lie at any depth.
	 */
	List<Child> read(ZarrOperations zarr, NodePath group) {
		if (group.isRoot() && !zarr.exists(group.value())) {
			return readFolder(zarr, group);
		}
		return zarr.children(group.value()).stream().map(Child::of).toList();
	}

	private static List<Child> readFolder(ZarrOperations zarr, NodePath folder) {
		List<Child> children = new ArrayList<>();
		for (NodePath path : ChildPaths.of(zarr.getBackend(), folder)) {
			try {
				children.add(new Child(path, zarr.node(path.value()), ""));
			}
			catch (RuntimeException ex) {
				ZarrException failure = rethrowUnlessOfOneNode(ex);
				if (!(failure instanceof NodeNotFoundException)) {
					children.add(new Child(path, null, failure.getReason()));
				}
				else {
					children.addAll(readFolder(zarr, path));
				}
			}
		}
		return children;
	}

	/**
	 * What the store as a whole fails with would be the same for every node.
	 */
	private static ZarrException rethrowUnlessOfOneNode(RuntimeException ex) {
		ZarrException failure = Failure.find(ex);
		if (failure == null || failure instanceof StoreUnavailableException || failure instanceof StoreFailureException
				|| failure instanceof StoreAccessDeniedException) {
			throw ex;
		}
		return failure;
	}

	/**
	 * A node in a group.
	 *
	 * @param path its path
	 * @param node the node, {@code null} if it cannot be read
	 * @param error why not
	 */
	record Child(NodePath path, @Nullable ZarrNode node, String error) {

		static Child of(ZarrNode node) {
			return (node instanceof UnreadableNode unreadable)
					? new Child(node.path(), null, unreadable.cause().getReason()) : new Child(node.path(), node, "");
		}

	}

}
