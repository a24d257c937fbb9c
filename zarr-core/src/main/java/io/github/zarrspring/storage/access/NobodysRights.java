package io.github.zarrspring.storage.access;

import java.util.function.Supplier;

import io.github.zarrspring.exception.StoreAccessDeniedException;

/**
 * The rights of who has no lease, on a store that is not public.
 *
 * @param store the name of the store
 * @param level who may use it
 */
record NobodysRights(String store, AccessLevel level) implements AccessRights {

	@Override
	public void checkRead() {
		if (this.level == AccessLevel.PRIVATE) {
			throw refused("private: the holder of its lease alone reads and writes");
		}
	}

	@Override
	public <T> T write(Supplier<T> work) {
		checkRead();
		throw refused("protected: the holder of its lease alone writes");
	}

	private StoreAccessDeniedException refused(String rule) {
		return new StoreAccessDeniedException(
				"The store is %s. Acquire the lease of store '%s' and use what it gives".formatted(rule, this.store));
	}

}
