package io.github.zarrspring.storage.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Consumer;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are in order already: looks at those of the page and no others.
 *
 * @param keys the keys
 */
record SortedKeyPages(NavigableSet<StoreKey> keys) implements KeyPages {

	@Override
	public List<StoreKey> page(String prefix, @Nullable StoreKey after, int limit) {
		List<StoreKey> page = new ArrayList<>();
		StoreKey first = StoreKey.first(prefix);
		if (first == null) {
			return page;
		}
		boolean fromAfter = after != null && after.compareTo(first) >= 0;
		for (StoreKey key : this.keys.tailSet(fromAfter ? after : first, !fromAfter)) {
			if (page.size() == limit || !key.value().startsWith(prefix)) {
				break;
			}
			page.add(key);
		}
		return page;
	}

	@Override
	public void forEach(String prefix, Consumer<StoreKey> action) {
		StoreKey first = StoreKey.first(prefix);
		if (first == null) {
			return;
		}
		for (StoreKey key : this.keys.tailSet(first, true)) {
			if (!key.value().startsWith(prefix)) {
				break;
			}
			action.accept(key);
		}
	}

}
