package io.github.zarrspring.spring;

/**
 * A {@link io.github.zarrspring.storage.StorageBackend} that has something to say about
 * its state, which its health then shows. It is found behind decorators that extend
 * {@link io.github.zarrspring.storage.DelegatingBackend}.
 */
public interface StoreStateSource {

	/**
	 * The state as it is now. This may take as long as a call to the store.
	 * @return the state
	 */
	StoreState state();

}
