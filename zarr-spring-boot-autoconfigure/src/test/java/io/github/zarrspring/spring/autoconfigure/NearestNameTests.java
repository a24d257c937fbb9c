package io.github.zarrspring.spring.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearestName}.
 */
class NearestNameTests {

	private static final List<String> KNOWN = List.of("concurrent-map", "filesystem", "s3");

	@ParameterizedTest
	@CsvSource({ "filesytem, filesystem", "FILESYSTEM, filesystem", "file-system, filesystem",
			"concurrentmap, concurrent-map", "s4, s3", "s3, s3" })
	void whenNameIsNearThenItIsFound(String name, String nearest) {
		assertThat(NearestName.of(name, KNOWN)).isEqualTo(nearest);
	}

	@Test
	void whenNeighboursAreExchangedThenNameIsNearest() {
		assertThat(NearestName.of("jap", List.of("zip", "jpa"))).isEqualTo("jpa");
	}

	@Test
	void whenNoNameIsNearThenNoneIsFound() {
		assertThat(NearestName.of("partitioned", KNOWN)).isNull();
		assertThat(NearestName.of("anything", List.of())).isNull();
	}

}
