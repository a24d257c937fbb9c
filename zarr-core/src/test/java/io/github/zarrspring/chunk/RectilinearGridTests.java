package io.github.zarrspring.chunk;

import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.extension.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RectilinearGridTests {

	private static ChunkGrid grid(Object... chunkShapes) {
		return ChunkGrids
			.grid(Extension.of("rectilinear", Map.of("kind", "inline", "chunk_shapes", List.of(chunkShapes))));
	}

	@Test
	void whenSizesRepeatThenChunksAreFoundByPositionAndByIndex() {
		ChunkGrid grid = grid(List.of(List.of(2, 3), 1, List.of(4, 2)));
		assertThat(grid.count(0, 15)).isEqualTo(6);
		assertThat(grid.count(0, 6)).isEqualTo(3);
		assertThat(grid.count(0, 0)).isZero();
		long[] starts = { 0, 2, 4, 6, 7, 11, 15 };
		for (int i = 0; i < 6; i++) {
			assertThat(grid.start(0, i)).isEqualTo(starts[i]);
			assertThat(grid.size(0, i)).isEqualTo(starts[i + 1] - starts[i]);
			assertThat(grid.indexOf(0, starts[i])).isEqualTo(i);
			assertThat(grid.indexOf(0, starts[i + 1] - 1)).isEqualTo(i);
		}
		assertThat(grid.start(0, 6)).as("behind the grid").isEqualTo(15);
		assertThat(grid.size(0, Long.MAX_VALUE)).as("behind the grid").isZero();
		assertThat(grid.maxChunkShape()).containsExactly(4);
	}

	@Test
	void whenAGridIsWrittenAndReadThenItIsTheSame() {
		RectilinearGrid grid = RectilinearGrid.of(new long[] { 5, 5, 2 }, new long[] { 7 }, new long[0]);
		assertThat(ChunkGrids.grid(grid.toExtension())).isEqualTo(grid);
		assertThat(grid.toExtension()).isEqualTo(Extension.of("rectilinear", Map.of("kind", "inline", "chunk_shapes",
				List.of(List.of(List.of(5L, 2L), 2L), List.of(7L), List.of()))));
		ChunkGrid endless = grid(3, List.of(List.of(3, 1)));
		assertThat(ChunkGrids.grid(endless.toExtension())).isEqualTo(endless);
		assertThat(endless).isNotEqualTo(grid(List.of(3), List.of(3)));
	}

	@Test
	void whenThereAreTrillionsOfChunksThenTheGridIsSmall() {
		long many = 1L << 40;
		ChunkGrid grid = grid(List.of(List.of(3, many), List.of(1, many)));
		assertThat(grid.count(0, 4 * many)).isEqualTo(2 * many);
		assertThat(grid.indexOf(0, 3 * many + 7)).isEqualTo(many + 7);
		assertThat(grid.start(0, many + 7)).isEqualTo(3 * many + 7);
	}

	@Test
	void whenOneSizeIsGivenThenTheDimensionHasNoEnd() {
		ChunkGrid grid = grid(3);
		grid.checkSize(0, Long.MAX_VALUE - 1);
		assertThat(grid.count(0, Long.MAX_VALUE - 1)).isEqualTo((Long.MAX_VALUE - 2) / 3 + 1);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> grid(List.of(3)).checkSize(0, 4))
			.withMessageContaining("end at 3 along dimension 0, before the 4");
	}

	static List<Object> hostileShapes() {
		long half = 1L << 62;
		return List.of(0, -1, 1.5, "3", Map.of(), true, List.of(0), List.of(-3), List.of(1.0), List.of("3"),
				List.of(true), List.of(List.of()), List.of(List.of(3)), List.of(List.of(3, 2, 1)),
				List.of(List.of(3, 0)), List.of(List.of(0, 3)), List.of(List.of(3, -1)),
				List.of(List.of(3, List.of(1))), List.of(List.of(List.of(3, 1))), List.of(Map.of()),
				List.of(List.of(1L << 40, 1L << 40)), List.of(Long.MAX_VALUE, 1), List.of(half, half),
				List.of(List.of(1, Long.MAX_VALUE)), List.of(List.of(Long.MAX_VALUE, Long.MAX_VALUE)),
				List.of(List.of(1, half), List.of(1, half)));
	}

	@ParameterizedTest
	@MethodSource("hostileShapes")
	void whenSizesCannotBeThenCorrupt(Object sizes) {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> grid(sizes))
			.withMessageContaining("Chunk grid 'rectilinear'")
			.withMessageContaining("'chunk_shapes' has");
	}

	@Test
	void whenTheConfigurationIsWrongThenCorrupt() {
		List<Map<String, Object>> wrong = List.of(Map.of("kind", "inline"), Map.of("chunk_shapes", List.of(3)),
				Map.of("kind", "outline", "chunk_shapes", List.of(3)), Map.of("kind", "inline", "chunk_shapes", 3),
				Map.of("kind", "inline", "chunk_shapes", List.of(3), "offset", 1));
		for (Map<String, Object> configuration : wrong) {
			assertThatExceptionOfType(CorruptDataException.class).as(configuration.toString())
				.isThrownBy(() -> ChunkGrids.grid(Extension.of("rectilinear", configuration)));
		}
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> RectilinearGrid.of(new long[] { 3, 0 }));
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> RectilinearGrid.of(new long[] { Long.MAX_VALUE, Long.MAX_VALUE }));
	}

}
