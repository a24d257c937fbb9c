package io.github.zarrspring.array;

import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;

/**
 * Locks per stored value, in stripes: threads of one engine that change the same chunk
 * queue here instead of spinning on compare-and-set.
 */
final class KeyLocks {

	private static final int STRIPES = 1024;

	private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

	KeyLocks() {
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new ReentrantLock();
		}
	}

	/**
	 * The lock of a value.
	 * @param backend the backend that keeps it, or a view of that
	 * @param key its key
	 * @return the lock, shared with other values
	 */
	ReentrantLock lock(StorageBackend backend, StoreKey key) {
		int hash = System.identityHashCode(innermost(backend)) * 31 + key.hashCode();
		return this.stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
	}

	/**
	 * A store may be seen through several views.
	 */
	private static StorageBackend innermost(StorageBackend backend) {
		StorageBackend current = backend;
		while (current instanceof DelegatingBackend decorator) {
			current = decorator.delegate();
		}
		return current;
	}

}
