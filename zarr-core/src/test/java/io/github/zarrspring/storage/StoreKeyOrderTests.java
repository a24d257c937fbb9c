package io.github.zarrspring.storage;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StoreKeyOrderTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "a/", "a/b", "a/.", "a/..", "..", "a/b/", "é" })
	void whenKeysStartWithPrefixThenNoneIsBeforeTheFirst(String prefix) {
		StoreKey first = StoreKey.first(prefix);
		assertThat(first).isNotNull();
		assertThat(first.value()).startsWith(prefix);
		for (String rest : List.of("\u0001", "\u0001/a", "!", "x", "x/y", ".z")) {
			assertThat(StoreKey.of(prefix + rest)).isGreaterThanOrEqualTo(first);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "a//", "../", "a/./b", "\\", "a\0", "\uD83D" })
	void whenNoKeyStartsWithPrefixThenThereIsNoFirst(String prefix) {
		assertThat(StoreKey.first(prefix)).isNull();
	}

	@Test
	void whenComparedThenOrderIsThatOfCodePoints() {
		List<String> ordered = List.of("", "a", "a-b", "a.b", "a/b", "a0", "aa", "\uFF5E", "\uD83D\uDE00",
				"\uD83D\uDE01");
		for (int i = 0; i < ordered.size(); i++) {
			for (int j = 0; j < ordered.size(); j++) {
				assertThat(Integer.signum(StoreKey.compare(ordered.get(i), ordered.get(j))))
					.isEqualTo(Integer.compare(i, j));
			}
		}
	}

}
