package io.github.zarrspring.storage.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys in no order: looks at all of them and keeps the least, as many as the page has, so
 * that the rest is neither copied nor sorted.
 *
 * @param keys the keys
 */
record HashedKeyPages(Set<StoreKey> keys) implements KeyPages {

	@Override
	public List<StoreKey> page(String prefix, @Nullable StoreKey after, int limit) {
		PriorityQueue<StoreKey> least = new PriorityQueue<>(Collections.reverseOrder());
		for (StoreKey key : this.keys) {
			if (key.value().startsWith(prefix) && (after == null || key.compareTo(after) > 0)) {
				if (least.size() < limit) {
					least.add(key);
				}
				else if (key.compareTo(least.element()) < 0) {
					least.remove();
					least.add(key);
				}
			}
		}
		List<StoreKey> page = new ArrayList<>(least);
		Collections.sort(page);
		return page;
	}

	@Override
	public void forEach(String prefix, Consumer<StoreKey> action) {
		for (StoreKey key : this.keys) {
			if (key.value().startsWith(prefix)) {
				action.accept(key);
			}
		}
	}

}
