package io.github.zarrspring.spring;

import io.github.zarrspring.storage.StorageBackend;

import org.springframework.core.Ordered;

/**
 * Puts something around the backend of each store, such as a measuring
 * {@link io.github.zarrspring.storage.DelegatingBackend}. Decorators are beans; the first
 * in order is the outermost. What they make is what is injected and what templates use.
 */
public interface StorageBackendDecorator {

	/**
	 * Where access levels are in the order. Decorators that come earlier are put around
	 * the view of each holder of a lease too, see {@link #decorateView}; all others see
	 * what passes from everybody.
	 */
	int ACCESS_ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	/**
	 * Decorate the view that the holder of a lease has of a store.
	 * @param store the store, which may have been released since
	 * @param view the view
	 * @return the decorated view, or the same
	 */
	default StorageBackend decorateView(StoreDescription store, StorageBackend view) {
		return decorate(store, view);
	}

	/**
	 * Decorate a backend.
	 * @param store the store
	 * @param backend its backend
	 * @return the decorated backend, or the same
	 */
	StorageBackend decorate(StoreDescription store, StorageBackend backend);

	/**
	 * A store is not registered any more.
	 * @param store the store
	 */
	default void release(StoreDescription store) {
	}

}
