package io.github.zarrspring.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keys are listed in order, each once, however many there are.
 */
interface ListingContract extends ContractFixture {

	private List<String> fill(List<String> keys) {
		Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
		keys.forEach((key) -> values.put(StoreKey.of(key), Content.of(key)));
		backend().writeAll(values);
		return values.keySet().stream().sorted().map(StoreKey::value).toList();
	}

	private List<String> list(String prefix, @Nullable String after, int limit) {
		return backend().list(prefix, (after != null) ? StoreKey.of(after) : null, limit)
			.stream()
			.map(StoreKey::value)
			.toList();
	}

	/**
	 * List all pages.
	 * @param backend the store
	 * @param prefix what the keys start with
	 * @param limit the keys of a page
	 * @return all keys as they were listed
	 */
	static List<String> listAll(StorageBackend backend, String prefix, int limit) {
		List<String> keys = new ArrayList<>();
		StoreKey after = null;
		while (true) {
			List<StoreKey> page = backend.list(prefix, after, limit);
			Assertions.assertThat(page).hasSizeLessThanOrEqualTo(limit);
			page.forEach((key) -> keys.add(key.value()));
			if (page.size() < limit) {
				return keys;
			}
			after = page.get(page.size() - 1);
		}
	}

	@Test
	@DisplayName("An empty store lists nothing")
	default void listsNothing() {
		Assertions.assertThat(list("", null, 10)).isEmpty();
		Assertions.assertThat(list("a/", null, 10)).isEmpty();
		Assertions.assertThat(list("a/", "a/b", 10)).isEmpty();
	}

	@Test
	@DisplayName("Keys are in the order of their code points, and so is the slash")
	default void listsInOrder() {
		List<String> ordered = List.of("A", "Z/c/0", "a!/c/0", "a-/c/0", "a-b", "a-c/0", "a.b/c/0", "a/!", "a/-", "a/0",
				"a/b-/c", "a/b-c/d", "a/b.c/d", "a/b/c", "a/b0/c", "a/bb", "a0/c/0", "aa", "b", "é", "\uFF5E",
				"\uD83D\uDE00");
		Assertions.assertThat(fill(ordered)).isEqualTo(ordered);
		Assertions.assertThat(list("", null, 100)).isEqualTo(ordered);
		for (int i = 0; i < ordered.size(); i++) {
			Assertions.assertThat(list("", ordered.get(i), 100)).isEqualTo(ordered.subList(i + 1, ordered.size()));
			Assertions.assertThat(list("", ordered.get(i), 1))
				.isEqualTo(ordered.subList(i + 1, Math.min(i + 2, ordered.size())));
		}
		Assertions.assertThat(listAll(backend(), "", 1)).isEqualTo(ordered);
		Assertions.assertThat(listAll(backend(), "", 2)).isEqualTo(ordered);
		Assertions.assertThat(listAll(backend(), "a", 3)).isEqualTo(ordered.subList(2, 18));
	}

	@Test
	@DisplayName("More keys than any page has are each listed once")
	default void listsManyKeys() {
		List<String> keys = new ArrayList<>(List.of("zarr.json", "a/zarr.json", "b-/zarr.json", "b/zarr.json"));
		for (int i = 0; i < 1200; i++) {
			keys.add("a/c/%s/%s".formatted(i / 30, i % 30));
			keys.add("b/c.%s.%s".formatted(i / 2, i % 2));
		}
		List<String> ordered = fill(keys);
		for (int limit : new int[] { 7, 100, 999, 1000, 1001, 5000 }) {
			Assertions.assertThat(listAll(backend(), "", limit)).isEqualTo(ordered);
			Assertions.assertThat(listAll(backend(), "a/c/", limit))
				.isEqualTo(ordered.stream().filter((key) -> key.startsWith("a/c/")).toList());
			Assertions.assertThat(listAll(backend(), "b/c.1", limit))
				.isEqualTo(ordered.stream().filter((key) -> key.startsWith("b/c.1")).toList());
		}
	}

	@Test
	@DisplayName("A prefix need not end at a segment, nor be the beginning of a key")
	default void listsByPrefix() {
		List<String> ordered = fill(List.of("ab/c", "ab/d/e", "abc", "abc.d", "abd/e", "b"));
		for (String prefix : List.of("", "a", "ab", "ab/", "ab/d", "ab/d/", "ab/d/e", "abc", "abc.", "abd", "b", "c",
				"ab/d/e/", "abc/", "//", "/", "../", "ab/../", "ab//", "ab/.", "\\", ".", "..")) {
			List<String> expected = ordered.stream().filter((key) -> key.startsWith(prefix)).toList();
			Assertions.assertThat(list(prefix, null, 100)).as(prefix).isEqualTo(expected);
		}
	}

	@Test
	@DisplayName("The key to list after need not be there, nor start with the prefix")
	default void listsAfterAnyKey() {
		List<String> ordered = fill(List.of("a/0", "a/5", "a/6/0", "b/0", "b/5", "c"));
		TreeSet<String> all = new TreeSet<>(ordered);
		for (String after : List.of("0", "a", "a-", "a/", "a/3", "a/5", "a/5-", "a/6", "a/6/0", "a/6/00", "a0", "b",
				"b/9", "c", "d")) {
			String key = after.endsWith("/") ? after + '!' : after;
			Assertions.assertThat(list("", key, 100)).as(key).isEqualTo(List.copyOf(all.tailSet(key, false)));
			Assertions.assertThat(list("b/", key, 100))
				.as(key)
				.isEqualTo(all.tailSet(key, false).stream().filter((listed) -> listed.startsWith("b/")).toList());
		}
	}

	@Test
	@DisplayName("Keys that stay are listed while others are written and deleted")
	default void listsWhileKeysChange() {
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			keys.add(String.format(Locale.ROOT, "a/%03d/%s", i / 10, "k" + i));
		}
		fill(keys);
		List<String> listed = new ArrayList<>();
		StoreKey after = null;
		List<StoreKey> page;
		do {
			page = backend().list("", after, 30);
			page.forEach((key) -> listed.add(key.value()));
			after = page.isEmpty() ? null : page.get(page.size() - 1);
			for (StoreKey key : page) {
				if (Integer.parseInt(key.value().substring(7)) % 2 == 1) {
					backend().delete(key);
				}
			}
			backend().write(StoreKey.of("a/000/j" + listed.size()), Content.of("new"));
		}
		while (page.size() == 30);
		Assertions.assertThat(listed).isEqualTo(keys.stream().sorted().toList());
		Assertions.assertThat(listAll(backend(), "a/", 1000)).hasSize(150 + 10);
	}

}
