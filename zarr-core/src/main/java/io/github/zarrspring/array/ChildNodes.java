package io.github.zarrspring.array;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;

import io.github.zarrspring.array.NodeLister.ListedNode;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * The nodes at some paths, each read when it is its turn.
 */
final class ChildNodes implements Iterator<ListedNode> {

	private final Iterator<NodePath> paths;

	private final Function<NodePath, @Nullable ListedNode> reader;

	private @Nullable ListedNode next;

	/**
	 * Nodes.
	 * @param paths the paths
	 * @param reader what reads a node, {@code null} if there is none at a path
	 */
	ChildNodes(Iterator<NodePath> paths, Function<NodePath, @Nullable ListedNode> reader) {
		this.paths = paths;
		this.reader = reader;
	}

	@Override
	public boolean hasNext() {
		while (this.next == null && this.paths.hasNext()) {
			this.next = this.reader.apply(this.paths.next());
		}
		return this.next != null;
	}

	@Override
	public ListedNode next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		ListedNode node = Objects.requireNonNull(this.next);
		this.next = null;
		return node;
	}

}
