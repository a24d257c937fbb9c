package io.github.zarrspring.spring;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.CopyOptions;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the arrays and groups of one store. Paths are relative to the
 * root of the store, empty for the root. Failures are exceptions of Spring's
 * {@link org.springframework.dao.DataAccessException} tree, as listed in
 * {@link ZarrExceptionTranslator}; that holds for calls on the arrays and groups given
 * back too. Safe for use by several threads.
 *
 * @see ZarrTemplate
 */
public interface ZarrOperations {

	/**
	 * The name of the store.
	 * @return the name, as in {@code zarr.stores.<name>}
	 */
	String getStoreName();

	/**
	 * What keeps the bytes of the store.
	 * @return the backend
	 */
	StorageBackend getBackend();

	/**
	 * Create an array, and the groups that it is in where they do not exist.
	 * @param path the path of the array
	 * @param spec what the array is like
	 * @return the array
	 * @throws org.springframework.dao.DuplicateKeyException if there is a node already
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if there cannot
	 * be such an array, or a node on the path is an array
	 */
	ZarrArray create(String path, ArraySpec spec);

	/**
	 * Create a group without attributes, and the groups that it is in where they do not
	 * exist.
	 * @param path the path of the group
	 * @return the group
	 * @throws org.springframework.dao.DuplicateKeyException if there is a node already
	 */
	default ZarrGroup createGroup(String path) {
		return createGroup(path, Map.of());
	}

	/**
	 * Create a group, and the groups that it is in where they do not exist.
	 * @param path the path of the group
	 * @param attributes its attributes, of values that JSON has
	 * @return the group
	 * @throws org.springframework.dao.DuplicateKeyException if there is a node already
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if a node on the
	 * path is an array
	 */
	ZarrGroup createGroup(String path, Map<String, ? extends @Nullable Object> attributes);

	/**
	 * Open an array.
	 * @param path the path of the array
	 * @return the array
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no array
	 */
	ZarrArray open(String path);

	/**
	 * Open a group.
	 * @param path the path of the group
	 * @return the group
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no group
	 */
	ZarrGroup openGroup(String path);

	/**
	 * Open an array or group.
	 * @param path the path of the node
	 * @return the node
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no node
	 */
	ZarrNode node(String path);

	/**
	 * Whether there is an array or group.
	 * @param path the path of the node
	 * @return whether there is a node whose metadata can be read
	 */
	boolean exists(String path);

	/**
	 * The nodes in a group.
	 * @param path the path of the group
	 * @return the arrays and groups, in the order of their names
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no group
	 */
	List<ZarrNode> children(String path);

	/**
	 * Visit a node and all nodes below it, groups before what is in them.
	 * @param path the path of the node
	 * @param visitor what to do with each node
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no node
	 */
	void walk(String path, Consumer<ZarrNode> visitor);

	/**
	 * Delete an array, or a group with all that is in it.
	 * @param path the path of the node
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no node
	 */
	void delete(String path);

	/**
	 * Copy an array, or a group with all that is in it, byte by byte.
	 * @param path the path of the node
	 * @param target the store to copy to, which may be this one
	 * @param targetPath the path to copy to, where no node may be
	 * @return what was copied
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no node
	 * @throws org.springframework.dao.DuplicateKeyException if there is a node already
	 * where to copy to
	 */
	Hierarchy.CopyResult copy(String path, ZarrOperations target, String targetPath);

	/**
	 * Copy an array, or a group with all that is in it, and convert it, tell how far it
	 * is or cancel it on the way.
	 * @param path the path of the node
	 * @param target the store to copy to, which may be this one
	 * @param targetPath the path to copy to, where no node may be
	 * @param options how to copy
	 * @return what was copied
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no node
	 * @throws org.springframework.dao.DuplicateKeyException if there is a node already
	 * where to copy to
	 * @throws java.util.concurrent.CancellationException if the copy was cancelled
	 * @see Hierarchy#copy(String, Hierarchy, String, CopyOptions)
	 */
	Hierarchy.CopyResult copy(String path, ZarrOperations target, String targetPath, CopyOptions options);

	/**
	 * Move an array, or a group with all that is in it, to another path of this store.
	 * @param path the path of the node
	 * @param targetPath the path to move to, where no node may be
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no node
	 * @throws org.springframework.dao.DuplicateKeyException if there is a node already
	 * where to move to
	 * @see Hierarchy#move
	 */
	void move(String path, String targetPath);

	/**
	 * Write the metadata of all nodes below a group into one document.
	 * @param path the path of the group
	 * @return the group
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no group
	 * @see Hierarchy#consolidate
	 */
	ZarrGroup consolidate(String path);

	/**
	 * Open a group by its consolidated metadata, with all nodes below it.
	 * @param path the path of the group
	 * @return the group
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no group
	 * with consolidated metadata
	 * @see Hierarchy#openConsolidated
	 */
	ZarrGroup openConsolidated(String path);

	/**
	 * Acquire the lease of the store, for 30 seconds unless it is renewed. It is used
	 * with {@link #with}:
	 *
	 * <pre>{@code
	 * try (Lease lease = zarr.lease("worker-1")) {
	 *     zarr.with(lease).open("climate/t2m").write(selection, values);
	 * }
	 * }</pre>
	 * @param owner who is to hold it
	 * @return the lease, to be closed
	 * @throws org.springframework.dao.CannotAcquireLockException if another holds it
	 */
	default Lease lease(String owner) {
		return lease(LeaseRequest.of(owner));
	}

	/**
	 * Acquire the lease of the store.
	 * @param request who is to hold it, how long, with which heir
	 * @return the lease, to be closed
	 * @throws org.springframework.dao.CannotAcquireLockException if another holds it
	 */
	Lease lease(LeaseRequest request);

	/**
	 * The operations as the holder of a lease has them. The right comes with the object
	 * and not with the thread: it goes wherever the arrays that it opens are used, on any
	 * thread, and nowhere else. Once the lease is over, what needs it is refused.
	 * @param lease the lease, of this store
	 * @return the operations of the holder
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if it is the
	 * lease of another store
	 */
	ZarrOperations with(Lease lease);

	/**
	 * What can be done with the store as a whole.
	 * @return the operations, with the rights that these have
	 */
	StoreAdmin admin();

	/**
	 * The operations of another store.
	 * @param name the name of the store
	 * @return its operations
	 * @throws NoSuchStoreException if there is no such store
	 */
	ZarrOperations store(String name);

}
