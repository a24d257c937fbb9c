package io.github.zarrspring.storage.snapshot;

import java.util.BitSet;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

import io.github.zarrspring.storage.StoreKey;

/**
 * Locks that order the changes of each key, each held for as long as a look into a map
 * takes. Who needs several takes them in one order.
 */
final class KeyStripes {

	private static final int COUNT = 64;

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
		BitSet indices = new BitSet(COUNT);
		keys.forEach((key) -> indices.set(index(key)));
		locked(indices, work);
	}

	/**
	 * Do something while nobody changes anything.
	 */
	void allLocked(Runnable work) {
		BitSet indices = new BitSet(COUNT);
		indices.set(0, COUNT);
		locked(indices, work);
	}

	private void locked(BitSet indices, Runnable work) {
		indices.stream().forEach((i) -> this.locks[i].lock());
		try {
			work.run();
		}
		finally {
			indices.stream().forEach((i) -> this.locks[i].unlock());
		}
	}

}
