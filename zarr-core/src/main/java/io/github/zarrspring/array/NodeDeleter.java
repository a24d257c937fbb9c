package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.zarrspring.metadata.ArrayMetadata;
import io.github.zarrspring.storage.Capabilities.AtomicScope;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * Deletes nodes with all that is below them, while nobody writes to any of them: chunks
 * first, then the metadata from the deepest nodes up, so that a call that fails half-way
 * may be repeated and nothing is left that no node tells of.
 */
final class NodeDeleter {

	private final StorageBackend backend;

	private final NodeGuard guard;

	private final NodeStore nodes;

	NodeDeleter(StorageBackend backend, NodeGuard guard, NodeStore nodes) {
		this.backend = backend;
		this.guard = guard;
		this.nodes = nodes;
	}

	/**
	 * Delete a node that exists.
	 */
	void delete(NodePath path) {
		this.guard.end(NodeGuard.below(path, NodeLock.EXCLUSIVE), path, () -> {
			this.nodes.consolidation().dropAbove(path, null);
			if (this.backend.capabilities().atomicScope() == AtomicScope.STORE) {
				this.backend.deleteAll(path.keyPrefix());
			}
			else {
				this.guard.run(locksBelow(path), () -> {
					deleteBelow(path);
					return path;
				});
			}
		});
		this.nodes.consolidation().dropAgain(path);
	}

	/**
	 * The locks that keep everybody from the nodes below a path. While the node itself is
	 * locked, no more can come.
	 */
	SortedMap<NodePath, NodeLock> locksBelow(NodePath path) {
		SortedMap<NodePath, NodeLock> locks = new TreeMap<>();
		FoundNode found = this.nodes.look(path);
		if (found != null && found.metadata() instanceof ArrayMetadata) {
			return locks;
		}
		forEachPage(path,
				(page) -> page.stream()
					.filter((key) -> isDocument(key) && !key.path().equals(path))
					.forEach((key) -> locks.put(key.path(), NodeLock.EXCLUSIVE)));
		return locks;
	}

	private void deleteBelow(NodePath path) {
		List<StoreKey> documents = new ArrayList<>();
		forEachPage(path, (page) -> {
			List<StoreKey> others = new ArrayList<>();
			for (StoreKey key : page) {
				boolean stays = isDocument(key) && !key.entry().equals(MetadataKeys.ZMETADATA);
				(stays ? documents : others).add(key);
			}
			this.backend.deleteAll(others);
		});
		documents.sort(Comparator.comparingInt(NodeDeleter::depth).reversed());
		documents.forEach(this.backend::delete);
	}

	private void forEachPage(NodePath path, Consumer<List<StoreKey>> action) {
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = this.backend.list(path.keyPrefix(), after, StorageBackend.PAGE);
			action.accept(page);
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == StorageBackend.PAGE);
	}

	private static boolean isDocument(StoreKey key) {
		return MetadataKeys.isMetadataName(key.value().substring(key.value().lastIndexOf('/') + 1));
	}

	private static int depth(StoreKey key) {
		return (int) key.value().chars().filter((c) -> c == '/').count();
	}

}
