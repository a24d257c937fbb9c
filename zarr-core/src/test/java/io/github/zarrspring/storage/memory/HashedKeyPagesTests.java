package io.github.zarrspring.storage.memory;

import java.nio.ByteBuffer;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HashedKeyPages}.
 */
class HashedKeyPagesTests {

	@Test
	void whenAListingGoesOnThenAllKeysAreLookedAtAFewTimesOnly() {
		CountedKeys keys = new CountedKeys();
		for (int i = 0; i < 50_000; i++) {
			keys.add(StoreKey.of("a/c/" + i));
		}
		HashedKeyPages pages = new HashedKeyPages(keys, () -> 0);
		List<StoreKey> listed = new ArrayList<>();
		@Nullable StoreKey after = null;
		List<StoreKey> page;
		do {
			page = pages.page("a/", after, 64);
			listed.addAll(page);
			after = page.isEmpty() ? after : page.get(page.size() - 1);
			// As whoever deletes what is listed.
			page.forEach(keys::remove);
		}
		while (page.size() == 64);
		assertThat(listed).hasSize(50_000).isSorted();
		assertThat(keys.looks).isLessThan(10);
	}

	@Test
	void whenKeysComeAndGoMeanwhileThenEachPageIsThatOfTheMoment() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		ConcurrentMapBackend backend = new ConcurrentMapBackend(Ordering.HASH);
		TreeSet<StoreKey> model = new TreeSet<>();
		@Nullable StoreKey after = null;
		for (int i = 0; i < 5000; i++) {
			StoreKey key = StoreKey.of((random.nextBoolean() ? "a/" : "a/b/") + random.nextInt(300));
			if (random.nextInt(5) == 0) {
				backend.write(key, ByteBuffer.allocate(1));
				model.add(key);
			}
			else if (random.nextInt(8) == 0) {
				backend.delete(key);
				model.remove(key);
			}
			String prefix = random.nextBoolean() ? "a/" : "a/b/";
			int limit = 1 + random.nextInt(20);
			List<StoreKey> page = backend.list(prefix, after, limit);
			StoreKey from = after;
			assertThat(page).as("step %d of seed %d", i, seed)
				.containsExactlyElementsOf(model.stream()
					.filter((one) -> one.value().startsWith(prefix) && (from == null || one.compareTo(from) > 0))
					.limit(limit)
					.toList());
			after = (page.size() < limit || random.nextInt(50) == 0) ? null : page.get(page.size() - 1);
		}
	}

	/**
	 * Keys that count how often somebody goes through all of them.
	 */
	private static final class CountedKeys extends AbstractSet<StoreKey> {

		private final Set<StoreKey> keys = new HashSet<>();

		private int looks;

		@Override
		public boolean add(StoreKey key) {
			return this.keys.add(key);
		}

		@Override
		public boolean remove(@Nullable Object key) {
			return this.keys.remove(key);
		}

		@Override
		public boolean contains(@Nullable Object key) {
			return this.keys.contains(key);
		}

		@Override
		public Iterator<StoreKey> iterator() {
			this.looks++;
			return this.keys.iterator();
		}

		@Override
		public int size() {
			return this.keys.size();
		}

	}

}
