package io.github.zarrspring.spring.partitioned;

import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Placement}.
 */
class PlacementTests {

	@ParameterizedTest
	@CsvSource({ "climate/t2m/zarr.json, climate/t2m", "climate/t2m/c/0/1/2, climate/t2m",
			"climate/t2m/c/7, climate/t2m", "climate/t2m/c, climate/t2m", "climate/t2m/c.0.1, climate/t2m",
			"climate/t2m/.zarray, climate/t2m", "climate/t2m/0.1, climate/t2m", "climate/t2m/0/1, climate/t2m",
			"years/2020/c/0/0, years/2020", "years/2020/zarr.json, years/2020", "zarr.json, ''", "c/0/0, ''", "0.0, ''",
			"0, ''", "a/c/zarr.json, a/c" })
	@DisplayName("5.2 With affinity 'array' all keys of an array have its path as partition key")
	void whenAffinityIsArrayThenPathIsPartitionKey(String key, String array) {
		assertThat(Placement.of(Affinity.ARRAY).key(StoreKey.of(key)).getPartitionKey()).isEqualTo(array);
	}

	@Test
	@DisplayName("5.2 Whoever makes a key, it is looked for in the same place")
	void whenKeyIsMadeInSeveralWaysThenPartitionKeyIsTheSame() {
		NodePath path = new NodePath("climate/t2m");
		StoreKey chunk = StoreKey.chunk(path, "c/0/1", new long[] { 0, 1 });
		assertThat(Placement.of(Affinity.ARRAY).key(chunk).getPartitionKey())
			.isEqualTo(Placement.of(Affinity.ARRAY).key(StoreKey.of(chunk.value())).getPartitionKey());
	}

	@Test
	@DisplayName("5.2 With affinity 'chunk' each key is placed by itself")
	void whenAffinityIsChunkThenThereIsNoPartitionKey() {
		assertThat(Placement.of(Affinity.CHUNK).key(StoreKey.of("a/c/0")).getPartitionKey()).isNull();
	}

}
