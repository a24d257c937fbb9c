package io.github.zarrspring.storage;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The path of an array or group, relative to the root of its store: node names joined by
 * slashes, empty for the root. Node names follow the Zarr v3 specification, "Node names":
 * not empty, not only periods, not {@code zarr.json}, and no slash; a name of the v2
 * documents ({@code .zarray} and its like) is no node either. Names that start with
 * {@code __} are reserved in v3 and in use in v2: there can be such nodes, and new ones
 * are made in v2 alone.
 *
 * @param value the path, without a slash at its start or end
 */
public record NodePath(String value) implements Comparable<NodePath> {

	/**
	 * The path of the root.
	 */
	public static final NodePath ROOT = new NodePath("");

	/**
	 * Check the path.
	 */
	public NodePath {
		if (!value.isEmpty()) {
			StoreKey.checkSegments("path", value);
			for (String name : value.split("/")) {
				if (MetadataKeys.isMetadataName(name) || name.chars().allMatch((c) -> c == '.')) {
					throw new InvalidRequestException(
							"The node name '%s' in the path '%s' is reserved by the Zarr specification".formatted(name,
									value));
				}
			}
		}
	}

	/**
	 * A path.
	 * @param path the path, with or without a slash at its start; {@code ""} and
	 * {@code "/"} are the root
	 * @return the path
	 * @throws InvalidRequestException if the specification does not allow it
	 */
	public static NodePath of(String path) {
		String relative = path.startsWith("/") ? path.substring(1) : path;
		return relative.isEmpty() ? ROOT : new NodePath(relative);
	}

	/**
	 * Whether this is the root.
	 * @return whether it is
	 */
	public boolean isRoot() {
		return this.value.isEmpty();
	}

	/**
	 * The last name, empty for the root.
	 * @return the name of the node
	 */
	public String name() {
		return this.value.substring(this.value.lastIndexOf('/') + 1);
	}

	/**
	 * The path of the group that the node is in.
	 * @return the parent, {@code null} for the root
	 */
	public @Nullable NodePath parent() {
		if (isRoot()) {
			return null;
		}
		int slash = this.value.lastIndexOf('/');
		return (slash < 0) ? ROOT : new NodePath(this.value.substring(0, slash));
	}

	/**
	 * The paths of all groups that the node is in, from the root on.
	 * @return the ancestors, the root first
	 */
	public List<NodePath> ancestors() {
		List<NodePath> ancestors = new ArrayList<>();
		for (NodePath path = parent(); path != null; path = path.parent()) {
			ancestors.add(0, path);
		}
		return ancestors;
	}

	/**
	 * A path below this one.
	 * @param relative the rest of the path, empty for this path
	 * @return the path
	 */
	public NodePath resolve(String relative) {
		if (relative.isEmpty()) {
			return this;
		}
		return new NodePath(isRoot() ? relative : this.value + '/' + relative);
	}

	/**
	 * The start of all keys below this path.
	 * @return the path with a slash at its end, empty for the root
	 */
	public String keyPrefix() {
		return isRoot() ? "" : this.value + '/';
	}

	/**
	 * Whether the other path is this one or below it.
	 * @param other another path
	 * @return whether it is
	 */
	public boolean contains(NodePath other) {
		return isRoot() || other.value.equals(this.value) || other.value.startsWith(keyPrefix());
	}

	@Override
	public int compareTo(NodePath other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
