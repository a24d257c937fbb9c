package io.github.zarrspring.storage.snapshot;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.storage.StoreKey;

/**
 * Locks that order the changes of each key, each held for as long as a look into a map
 * takes. Who needs several takes them in one order.
 */
final class KeyStripes {

	private static final int COUNT = Long.SIZE;

	private final ReentrantLock[] locks = new ReentrantLock[COUNT];

	KeyStripes() {
		for (int i = 0; i < COUNT; i++) {
			this.locks[i] = new ReentrantLock();
		}
	}

	/**
	 * The lock of a key.
	 */
	ReentrantLock of(StoreKey key) {
		return this.locks[index(key)];
	}

	private static int index(StoreKey key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash >>> (Integer.SIZE - 6);
	}

	/**
	 * Do something while the locks of some keys are held.
	 */
	void locked(Collection<StoreKey> keys, Runnable work) {
		long indices = 0;
		for (StoreKey key : keys) {
			indices |= 1L << index(key);
		}
		locked(indices, work);
	}

	/**
	 * Do something while nobody changes anything.
	 */
	void allLocked(Runnable work) {
		locked(-1L, work);
	}

	private void locked(long indices, Runnable work) {
		for (int i = 0; i < COUNT; i++) {
			if ((indices >>> i & 1) != 0) {
				this.locks[i].lock();
			}
		}
		try {
			work.run();
		}
		finally {
			for (int i = 0; i < COUNT; i++) {
				if ((indices >>> i & 1) != 0) {
					this.locks[i].unlock();
				}
			}
		}
	}

}
