package io.github.zarrspring.test;

import java.util.ArrayList;
import java.util.List;

import io.github.zarrspring.storage.StoreKey;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What is deleted is gone, and nothing else is.
 */
interface DeleteContract extends ContractFixture {

	@Test
	@DisplayName("A deleted value is missing, and can be written again")
	default void deletes() {
		StoreKey key = StoreKey.of("a/c/0");
		StoreKey other = StoreKey.of("a/c/1");
		backend().write(key, Content.of("1"));
		backend().write(other, Content.of("2"));
		backend().delete(key);
		Assertions.assertThat(backend().read(key)).isEmpty();
		Assertions.assertThat(backend().exists(key)).isFalse();
		Assertions.assertThat(backend().list("", null, 10)).containsExactly(other);
		backend().write(key, Content.of("3"));
		Assertions.assertThat(Content.text(backend(), key)).isEqualTo("3");
	}

	@Test
	@DisplayName("To delete what is missing is no error")
	default void deletesMissing() {
		backend().delete(StoreKey.of("a/c/0"));
		backend().write(StoreKey.of("a/c/0"), Content.of("1"));
		backend().delete(StoreKey.of("a/c/1"));
		backend().delete(StoreKey.of("a/c"));
		backend().delete(StoreKey.of("a/c/0/0"));
		backend().delete(StoreKey.of("b/c/0"));
		Assertions.assertThat(Content.text(backend(), StoreKey.of("a/c/0"))).isEqualTo("1");
	}

	@Test
	@DisplayName("When all keys below a key are deleted, it can be a value itself")
	default void reusesNames() {
		StoreKey above = StoreKey.of("a/b");
		StoreKey below = StoreKey.of("a/b/c/d");
		for (int i = 0; i < 3; i++) {
			backend().write(below, Content.of("below"));
			backend().delete(below);
			backend().write(above, Content.of("above"));
			Assertions.assertThat(Content.text(backend(), above)).isEqualTo("above");
			backend().deleteAll("a");
			Assertions.assertThat(backend().exists(above)).isFalse();
		}
	}

	@Test
	@DisplayName("All keys that start with a prefix are deleted, and no others")
	default void deletesByPrefix() {
		List<String> keys = new ArrayList<>(
				List.of("a", "ab/c/0", "b-/c", "b/c", "b/d/e", "b/d/f/g", "bc", "c/d", "c/de/f", "c/df", "zarr.json"));
		for (String prefix : List.of("b/", "b/d", "c/d", "c/de/", "ab/c/0", "x", "a", "c/d/", "", "b/../", "/")) {
			keys.forEach((key) -> backend().write(StoreKey.of(key), Content.of(key)));
			backend().deleteAll(prefix);
			List<String> left = keys.stream().filter((key) -> !key.startsWith(prefix)).sorted().toList();
			Assertions.assertThat(ListingContract.listAll(backend(), "", 100)).as(prefix).isEqualTo(left);
		}
	}

	@Test
	@DisplayName("Several values are deleted at once, whether they are there or not")
	default void deletesSeveral() {
		List<StoreKey> keys = List.of(StoreKey.of("a/c/0"), StoreKey.of("a/c/1"), StoreKey.of("b/c/0"));
		keys.forEach((key) -> backend().write(key, Content.of("x")));
		backend().deleteAll(List.of(keys.get(0), StoreKey.of("missing"), keys.get(2)));
		Assertions.assertThat(backend().list("", null, 10)).containsExactly(keys.get(1));
		backend().deleteAll(List.of());
		Assertions.assertThat(backend().info().entries()).isEqualTo(1);
	}

	@Test
	@DisplayName("More keys than any page has are all deleted")
	default void deletesMany() {
		for (int i = 0; i < 1234; i++) {
			backend().write(StoreKey.of("a/c/%s/%s".formatted(i % 40, i)), Content.of("x"));
		}
		backend().write(StoreKey.of("a/zarr.json"), Content.of("{}"));
		backend().deleteAll("a/c/");
		Assertions.assertThat(ListingContract.listAll(backend(), "", 1000)).containsExactly("a/zarr.json");
		backend().deleteAll("a/c/");
	}

}
