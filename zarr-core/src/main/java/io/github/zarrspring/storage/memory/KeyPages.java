package io.github.zarrspring.storage.memory;

import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the keys of a map that others change meanwhile.
 */
interface KeyPages {

	/**
	 * The next keys in order.
	 * @param prefix what the keys start with
	 * @param after the key that they come after, {@code null} to begin with the first
	 * @param limit the most keys to give
	 * @return the keys in order
	 */
	List<StoreKey> page(String prefix, @Nullable StoreKey after, int limit);

	/**
	 * Go through all keys, in any order.
	 * @param prefix what the keys start with
	 * @param action what to do with each
	 */
	void forEach(String prefix, Consumer<StoreKey> action);

	/**
	 * The way that suits a map.
	 * @param map the map
	 * @param added how many keys were ever added to the map
	 * @return its pages
	 */
	static KeyPages of(ConcurrentMap<StoreKey, ?> map, LongSupplier added) {
		return (map instanceof ConcurrentNavigableMap<StoreKey, ?> sorted) ? new SortedKeyPages(sorted.keySet())
				: new HashedKeyPages(map.keySet(), added);
	}

}
