package io.github.zarrspring.storage.snapshot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

/**
 * The values as they are at one moment. From that moment on, until all values are
 * collected, who changes a key for the first time leaves here what was there before. To
 * collect values is to copy references: it takes a fraction of a second however large
 * they are, and what is copied never changes.
 */
final class Cut {

	private final Map<StoreKey, Optional<StoredValue>> before = new ConcurrentHashMap<>();

	private final Values values = new Values();

	/**
	 * Keep what is there before it is changed, while the key is locked.
	 */
	void keep(StoreKey key, ConcurrentMapBackend memory) {
		if (!this.before.containsKey(key)) {
			this.before.put(key, memory.read(key));
		}
	}

	/**
	 * Collect what is there, while others change it and {@link #keep} what was.
	 */
	void collect(ConcurrentMapBackend memory) {
		memory.forEach(this.values::add);
	}

	/**
	 * The values of the moment, once nobody keeps anything any more.
	 */
	Values values() {
		if (this.before.isEmpty()) {
			return this.values;
		}
		Values exact = new Values();
		for (int i = 0; i < this.values.size(); i++) {
			// What was changed may have been met before or after that.
			if (!this.before.containsKey(this.values.key(i))) {
				exact.add(this.values.key(i), this.values.stored.get(i));
			}
		}
		this.before.forEach((key, value) -> value.ifPresent((stored) -> exact.add(key, stored)));
		return exact;
	}

	/**
	 * Keys with their values.
	 */
	static final class Values {

		private final List<StoreKey> keys = new ArrayList<>();

		private final List<StoredValue> stored = new ArrayList<>();

		void add(StoreKey key, StoredValue value) {
			this.keys.add(key);
			this.stored.add(value);
		}

		int size() {
			return this.keys.size();
		}

		StoreKey key(int index) {
			return this.keys.get(index);
		}

		ByteBuffer bytes(int index) {
			return this.stored.get(index).bytes();
		}

	}

}
