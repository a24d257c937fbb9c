package io.github.zarrspring.array;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * The keys that were below the path of a copy before, where there was no node: they are
 * not the copy's, and stay when it is removed.
 */
final class PriorKeys {

	private final StorageBackend backend;

	private final NodePath path;

	private final Set<StoreKey> keys;

	private PriorKeys(StorageBackend backend, NodePath path, List<StoreKey> keys) {
		this.backend = backend;
		this.path = path;
		this.keys = new HashSet<>(keys);
	}

	/**
	 * Look which there are.
	 * @param backend the store that is copied to
	 * @param path the path of the copy
	 * @throws InvalidRequestException if there are more than can be kept in mind
	 */
	static PriorKeys of(StorageBackend backend, NodePath path) {
		if (!backend.listsEverything()) {
			return new PriorKeys(backend, path, List.of());
		}
		List<StoreKey> keys = backend.list(path.keyPrefix(), null, StorageBackend.PAGE);
		if (keys.size() == StorageBackend.PAGE) {
			throw new InvalidRequestException(
					"There is no node at '%s' but very many values below it, such as '%s', with which a copy would mix"
						.formatted(path, keys.get(0)));
		}
		return new PriorKeys(backend, path, keys);
	}

	boolean isEmpty() {
		return this.keys.isEmpty();
	}

	boolean contains(StoreKey key) {
		return this.keys.contains(key);
	}

	/**
	 * Delete all other keys.
	 */
	void deleteOthers() {
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = this.backend.list(this.path.keyPrefix(), after, StorageBackend.PAGE);
			this.backend.deleteAll(page.stream().filter((key) -> !contains(key)).toList());
			after = page.isEmpty() ? null : page.get(page.size() - 1);
		}
		while (page.size() == StorageBackend.PAGE);
	}

}
