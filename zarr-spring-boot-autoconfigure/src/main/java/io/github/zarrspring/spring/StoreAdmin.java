package io.github.zarrspring.spring;

import java.util.stream.Stream;

import io.github.zarrspring.storage.FlushableBackend.Flush;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.LeaseState;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a store as a whole. It has the rights of the
 * {@link ZarrOperations} that it comes from: who may not write the store may not clear it
 * either. Failures are exceptions of Spring's
 * {@link org.springframework.dao.DataAccessException} tree. Safe for use by several
 * threads.
 */
public interface StoreAdmin {

	/**
	 * Whether the store is there.
	 * @return whether it is registered under its name
	 */
	boolean exists();

	/**
	 * What there is to say about the store. Counting may take as long as listing it.
	 * @return name, type, size, access and holder
	 * @throws NoSuchStoreException if the store is not registered any more
	 */
	StoreStatus info();

	/**
	 * The keys of the store in order, fetched page by page while the stream is read.
	 * @param prefix what they start with, empty for all
	 * @param after the key that they come after, {@code null} to begin with the first
	 * @return the keys
	 * @throws org.springframework.dao.PermissionDeniedDataAccessException if the store is
	 * private and this is not its holder
	 */
	Stream<StoreKey> keys(String prefix, @Nullable StoreKey after);

	/**
	 * All that the store holds, in the order of the keys: keys page by page, each value
	 * when it is its turn. Nothing is copied, and no more than a page of keys and one
	 * value is held at a time. What is deleted meanwhile is left out.
	 * @param prefix what the keys start with, empty for all
	 * @return keys and values
	 * @throws org.springframework.dao.PermissionDeniedDataAccessException if the store is
	 * private and this is not its holder
	 */
	Stream<StoreEntry> state(String prefix);

	/**
	 * The lease of the store.
	 * @return its state
	 */
	LeaseState lease();

	/**
	 * Save what the store keeps back, where it does.
	 * @return how long it took and what was written, nothing where nothing is kept back
	 */
	Flush flush();

	/**
	 * Delete all values. The store goes on to be used.
	 * @throws NoSuchStoreException if the store is not registered any more
	 * @throws org.springframework.dao.PermissionDeniedDataAccessException if this may not
	 * write the store
	 */
	void clear();

	/**
	 * Delete all values and what they are kept in, such as the files of a snapshot. The
	 * store begins anew when it is written again.
	 * @throws NoSuchStoreException if the store is not registered any more
	 * @throws org.springframework.dao.PermissionDeniedDataAccessException if this may not
	 * write the store
	 */
	void drop();

}
