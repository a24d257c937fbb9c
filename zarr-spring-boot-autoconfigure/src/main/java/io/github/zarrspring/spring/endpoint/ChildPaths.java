package io.github.zarrspring.spring.endpoint;

import java.util.Comparator;
import java.util.List;

import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The paths in a group at which there may be nodes, one after the other, from any on.
 * Keys are listed behind all that is below the path before, so that the size of what is
 * there does not matter. A store that cannot list is asked for consolidated metadata.
 */
final class ChildPaths {

	private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

	private final ZarrOperations zarr;

	private final NodePath group;

	private @Nullable StoreKey after;

	private @Nullable List<NodePath> known;

	private int page = 1;

	/**
	 * The paths in a group.
	 * @param zarr the store
	 * @param group the path of the group
	 * @param after the path that they come after, {@code null} for all
	 */
	ChildPaths(ZarrOperations zarr, NodePath group, @Nullable NodePath after) {
		this.zarr = zarr;
		this.group = group;
		this.after = (after != null) ? last(after) : null;
	}

	private static StoreKey last(NodePath path) {
		return StoreKey.of(path.keyPrefix() + LAST_CHARACTER);
	}

	NodePath group() {
		return this.group;
	}

	/**
	 * The next path.
	 * @return the path, {@code null} if there is no further one
	 */
	@Nullable NodePath next() {
		StorageBackend backend = this.zarr.getBackend();
		return backend.canList() ? listed(backend) : consolidated();
	}

	private @Nullable NodePath listed(StorageBackend backend) {
		String prefix = this.group.keyPrefix();
		for (;;) {
			List<StoreKey> keys = backend.list(prefix, this.after, this.page);
			if (keys.isEmpty()) {
				return null;
			}
			for (StoreKey key : keys) {
				int slash = key.value().indexOf('/', prefix.length());
				if (slash < 0) {
					this.after = key;
					continue;
				}
				this.after = StoreKey.of(key.value().substring(0, slash + 1) + LAST_CHARACTER);
				this.page = 1;
				NodePath path = path(key.value().substring(0, slash));
				if (path != null) {
					return path;
				}
				break;
			}
			// Values that are no nodes may be many.
			this.page = Math.min(2 * this.page, StorageBackend.PAGE);
		}
	}

	private static @Nullable NodePath path(String path) {
		try {
			return new NodePath(path);
		}
		catch (InvalidRequestException ex) {
			// No node can have this name, so what is below it is no node.
			return null;
		}
	}

	private @Nullable NodePath consolidated() {
		List<NodePath> known = this.known;
		if (known == null) {
			known = this.zarr.children(this.group.value())
				.stream()
				.map(ZarrNode::path)
				.sorted(Comparator.comparing(ChildPaths::last))
				.toList();
			this.known = known;
		}
		for (NodePath path : known) {
			StoreKey last = last(path);
			if (this.after == null || last.compareTo(this.after) > 0) {
				this.after = last;
				return path;
			}
		}
		return null;
	}

}
