package io.github.zarrspring.storage.memory;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys in no order: looks at all of them and keeps the least, as many as the page has, so
 * that the rest is neither copied nor sorted.
 * <p>
 * A listing that goes on keeps more than its page has, four times as many each time, as
 * long as no keys are added meanwhile. So all pages together look at all keys a few times
 * only.
 */
final class HashedKeyPages implements KeyPages {

	private static final int GROWTH = 4;

	private static final int MAX_AHEAD = 1 << 24;

	private final Set<StoreKey> keys;

	private final LongSupplier added;

	private volatile SoftReference<Ahead> ahead = new SoftReference<>(null);

	/**
	 * The keys of a map.
	 * @param keys the keys
	 * @param added how many keys were ever added to the map, a number that grows after
	 * the key is there
	 */
	HashedKeyPages(Set<StoreKey> keys, LongSupplier added) {
		this.keys = keys;
		this.added = added;
	}

	@Override
	public List<StoreKey> page(String prefix, @Nullable StoreKey after, int limit) {
		if (after == null) {
			return least(prefix, null, limit);
		}
		Ahead known = this.ahead.get();
		if (known != null && !known.covers(prefix, after, this.added.getAsLong())) {
			known = null;
		}
		int size = Math.min(limit, MAX_AHEAD / GROWTH);
		while (true) {
			if (known != null) {
				List<StoreKey> page = known.page(prefix, after, limit, this.keys);
				if (page.size() == limit || known.last()) {
					return page;
				}
				size = Math.max(size, Math.min(known.sorted().size(), MAX_AHEAD / GROWTH));
			}
			long before = this.added.getAsLong();
			List<StoreKey> sorted = least(prefix, after, Math.max(limit, GROWTH * size));
			known = new Ahead(before, prefix, after, sorted, sorted.size() < Math.max(limit, GROWTH * size));
			this.ahead = new SoftReference<>(known);
		}
	}

	private List<StoreKey> least(String prefix, @Nullable StoreKey after, int limit) {
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

	/**
	 * Keys that were there, in order.
	 *
	 * @param added how many keys had been added to the map before
	 * @param prefix what the keys start with
	 * @param after what they come after
	 * @param sorted all of these keys, or the first of them
	 * @param last whether there are no more
	 */
	private record Ahead(long added, String prefix, StoreKey after, List<StoreKey> sorted, boolean last) {

		boolean covers(String wanted, StoreKey from, long addedNow) {
			return this.added == addedNow && wanted.startsWith(this.prefix) && from.compareTo(this.after) >= 0;
		}

		/**
		 * The next keys of these that are still there.
		 */
		List<StoreKey> page(String wanted, StoreKey from, int limit, Set<StoreKey> keys) {
			int found = Collections.binarySearch(this.sorted, from);
			List<StoreKey> page = new ArrayList<>();
			for (int i = (found >= 0) ? found + 1 : -found - 1; i < this.sorted.size() && page.size() < limit; i++) {
				StoreKey key = this.sorted.get(i);
				if (key.value().startsWith(wanted) && keys.contains(key)) {
					page.add(key);
				}
			}
			return page;
		}

	}

}
