package io.github.zarrspring.spring;

import java.util.Optional;
import java.util.Set;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.StoreAccess;

/**
 * All stores of the application by name: those of {@code zarr.stores}, the
 * {@link StorageBackend} beans of the application, and what is registered here at run
 * time. Health and metrics follow. Templates do not ask the registry again once they are
 * made. Safe for use by several threads.
 */
public interface BackendRegistry {

	/**
	 * The types that {@code zarr.stores.<name>.type} can have.
	 * @return the types in order
	 */
	Set<String> types();

	/**
	 * The names of the stores.
	 * @return the names in order, as they are now
	 */
	Set<String> names();

	/**
	 * The backend of a store.
	 * @param name the name of the store
	 * @return its backend
	 * @throws NoSuchStoreException if there is no such store
	 */
	StorageBackend get(String name);

	/**
	 * The backend of a store that there may be.
	 * @param name the name of the store
	 * @return its backend, empty if there is no such store
	 */
	Optional<StorageBackend> find(String name);

	/**
	 * Whether there is a store.
	 * @param name the name of the store
	 * @return whether there is one
	 */
	boolean isRegistered(String name);

	/**
	 * What there is to say about a store.
	 * @param name the name of the store
	 * @return its description
	 * @throws NoSuchStoreException if there is no such store
	 */
	StoreDescription describe(String name);

	/**
	 * The access to a store: its level, its lease, and the backend as the holder of the
	 * lease has it.
	 * @param name the name of the store
	 * @return the access
	 * @throws NoSuchStoreException if there is no such store
	 */
	StoreAccess access(String name);

	/**
	 * Add a store. {@link ZarrOperations#store} reaches it; there are no beans for it.
	 * Whoever made the backend closes it.
	 * @param name the name of the store: lower-case letters, digits and dashes, a letter
	 * first
	 * @param backend its backend
	 * @throws DuplicateStoreException if there is a store of that name
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if the name is
	 * not valid
	 */
	void register(String name, StorageBackend backend);

	/**
	 * Remove a store from the registry, and with it from health and metrics. Its backend
	 * is not closed; beans and templates that hold it go on to work.
	 * @param name the name of the store
	 * @return whether there was one
	 */
	boolean unregister(String name);

}
