package io.github.zarrspring.sample.tree;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * The paths in a group that could be nodes, whether their metadata can be read or not.
 */
final class ChildPaths {

	private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

	private ChildPaths() {
	}

	/**
	 * The paths. Keys are listed one at a time, each time behind all that is below the
	 * path before, so that no chunk is listed.
	 */
	static List<NodePath> of(StorageBackend backend, NodePath group) {
		List<NodePath> paths = new ArrayList<>();
		String prefix = group.keyPrefix();
		List<StoreKey> page = backend.list(prefix, null, 1);
		while (!page.isEmpty()) {
			StoreKey key = page.get(0);
			int slash = key.value().indexOf('/', prefix.length());
			if (slash >= 0) {
				add(paths, key.value().substring(0, slash));
				key = StoreKey.of(key.value().substring(0, slash + 1) + LAST_CHARACTER);
			}
			page = backend.list(prefix, key, 1);
		}
		return paths;
	}

	private static void add(List<NodePath> paths, String path) {
		try {
			paths.add(new NodePath(path));
		}
		catch (InvalidRequestException ex) {
			// No node can have this name, so what is below it is no node.
		}
	}

}
