package io.github.zarrspring.storage;

import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * What work on a node goes together with, see
 * {@link StorageBackend#locked(SortedMap, Supplier)}.
 */
public enum NodeLock {

	/**
	 * Beside everything but {@link #EXCLUSIVE}: writing the cells that an array has;
	 * changing the metadata of a node, for the groups that it is in.
	 */
	SHARED,

	/**
	 * Beside {@link #SHARED} alone: making an array larger, so that what lies where new
	 * cells will be is removed by one at a time.
	 */
	GROWING,

	/**
	 * Beside nothing: creating, deleting and moving a node, making an array smaller,
	 * consolidating the metadata of a group.
	 */
	EXCLUSIVE;

	/**
	 * Whether two threads or processes may hold the locks of one node at a time.
	 * @param other the other lock
	 * @return whether they may
	 */
	public boolean goesWith(NodeLock other) {
		return (this == SHARED && other != EXCLUSIVE) || (other == SHARED && this != EXCLUSIVE);
	}

}
