package io.github.zarrspring.spring.partitioned;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyPage}.
 */
class KeyPageTests {

	private static void offer(KeyPage page, String key) {
		page.accumulate(Map.entry(new EntryKey(key, null), new byte[0]));
	}

	@Test
	@DisplayName("5.8 However many keys there are, a page holds no more than it lists")
	void whenThereAreManyKeysThenPageHoldsItsLimit() {
		KeyPage page = new KeyPage("a/c/", StoreKey.of("a/c/00499"), 100);
		for (int i = 99_999; i >= 0; i--) {
			offer(page, "a/c/%05d".formatted((i * 7919) % 100_000));
			assertThat(page.size()).isLessThanOrEqualTo(100);
		}
		assertThat(page.keys())
			.isEqualTo(IntStream.range(500, 600).mapToObj((i) -> StoreKey.of("a/c/%05d".formatted(i))).toList());
	}

	@Test
	@DisplayName("5.8 The pages of partitions make one page of the same size")
	void whenPagesAreCombinedThenLimitHolds() {
		KeyPage page = new KeyPage("", null, 3);
		for (List<String> partition : List.of(List.of("d", "a", "x"), List.of("b", "y"), List.of("c", "😀", "~"))) {
			KeyPage other = new KeyPage("", null, 3);
			partition.forEach((key) -> offer(other, key));
			page.combine(other);
		}
		assertThat(page.keys()).extracting(StoreKey::value).containsExactly("a", "b", "c");
	}

}
