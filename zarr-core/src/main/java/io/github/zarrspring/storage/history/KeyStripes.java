package io.github.zarrspring.storage.history;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import io.github.zarrspring.storage.StoreKey;

/**
 * Locks for keys, fewer than there are keys. Several are taken in one order, so that
 * nobody waits for one who waits for it.
 */
final class KeyStripes {

	private final ReentrantLock[] locks = new ReentrantLock[64];

	KeyStripes() {
		for (int i = 0; i < this.locks.length; i++) {
			this.locks[i] = new ReentrantLock();
		}
	}

	<T> T locked(Collection<StoreKey> keys, Supplier<T> work) {
		long stripes = 0;
		for (StoreKey key : keys) {
			int hash = key.hashCode();
			stripes |= 1L << ((hash ^ (hash >>> 16)) & 63);
		}
		long wanted = stripes;
		return locked((stripe) -> (wanted >>> stripe & 1) != 0, work);
	}

	<T> T lockedAll(Supplier<T> work) {
		return locked((stripe) -> true, work);
	}

	private <T> T locked(IntPredicate wanted, Supplier<T> work) {
		for (int i = 0; i < this.locks.length; i++) {
			if (wanted.test(i)) {
				this.locks[i].lock();
			}
		}
		try {
			return work.get();
		}
		finally {
			for (int i = 0; i < this.locks.length; i++) {
				if (wanted.test(i)) {
					this.locks[i].unlock();
				}
			}
		}
	}

}
