package io.github.zarrspring.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Objects that are kept for the next use, as many as there are slots. Neither taking nor
 * giving back waits. Not bound to threads, so that virtual threads share them too; each
 * thread begins to look at a slot of its own, so that threads seldom meet. Safe for use
 * by several threads.
 *
 * @param <T> the type of the objects
 */
final class SlotPool<T> {

	private final AtomicReferenceArray<@Nullable T> slots;

	/**
	 * A pool.
	 * @param size the number of objects to keep at most
	 */
	SlotPool(int size) {
		this.slots = new AtomicReferenceArray<>(size);
	}

	/**
	 * Take an object.
	 * @return the object, {@code null} if there is none
	 */
	@Nullable T take() {
		int size = this.slots.length();
		int start = start(size);
		for (int i = 0; i < size; i++) {
			int slot = (start + i) % size;
			T object = this.slots.get(slot);
			if (object != null && this.slots.compareAndSet(slot, object, null)) {
				return object;
			}
		}
		return null;
	}

	/**
	 * Give an object back.
	 * @param object the object
	 * @return whether there was room for it
	 */
	boolean give(T object) {
		int size = this.slots.length();
		int start = start(size);
		for (int i = 0; i < size; i++) {
			int slot = (start + i) % size;
			if (this.slots.get(slot) == null && this.slots.compareAndSet(slot, null, object)) {
				return true;
			}
		}
		return false;
	}

	private static int start(int size) {
		return (int) (Thread.currentThread().getId() % size);
	}

}
