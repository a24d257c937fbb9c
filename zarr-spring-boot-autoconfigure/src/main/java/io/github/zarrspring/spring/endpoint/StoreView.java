package io.github.zarrspring.spring.endpoint;

import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What is in a store.
 */
public sealed interface StoreView extends OperationResponseBody {

	/**
	 * Arrays and groups.
	 *
	 * @param nodes the nodes, groups before what is in them
	 * @param complete whether these are all
	 * @param next what to ask for as {@code after} to see more, {@code null} if there is
	 * no more to see
	 */
	record Tree(List<TreeNode> nodes, boolean complete, @Nullable String next) implements StoreView {
	}

	/**
	 * An array or group.
	 *
	 * @param path its path, empty for the root
	 * @param kind {@code array}, {@code group}, or {@code unreadable} if its metadata
	 * cannot be read
	 * @param shape the shape of an array, {@code null} for all else
	 * @param dataType the data type of an array, {@code null} for all else
	 * @param note why it cannot be read, or why what is in it is not shown, {@code null}
	 * if there is nothing to say
	 */
	record TreeNode(String path, String kind, long @Nullable [] shape, @Nullable String dataType,
			@Nullable String note) {

		static TreeNode of(ZarrNode node, @Nullable String note) {
			return (node instanceof ZarrArray array)
					? new TreeNode(node.path().value(), "array", array.shape(), array.dataType().name(), note)
					: new TreeNode(node.path().value(), "group", null, null, note);
		}

		static TreeNode unreadable(NodePath path, String reason) {
			return new TreeNode(path.value(), "unreadable", null, null, reason);
		}

	}

	/**
	 * The metadata of a node.
	 *
	 * @param path its path, empty for the root
	 * @param kind {@code array} or {@code group}
	 * @param documents the metadata documents by name
	 */
	record Node(String path, String kind, Map<String, Map<String, @Nullable Object>> documents) implements StoreView {

		static Node of(ZarrNode node) {
			return (node instanceof ZarrArray array)
					? new Node(node.path().value(), "array", array.metadata().documents())
					: new Node(node.path().value(), "group", ((ZarrGroup) node).metadata().documents());
		}

	}

	/**
	 * The keys of values.
	 *
	 * @param keys the keys in order
	 * @param next what to ask for as {@code after} to see more, {@code null} if these are
	 * all
	 */
	record Entries(List<String> keys, @Nullable String next) implements StoreView {
	}

}
