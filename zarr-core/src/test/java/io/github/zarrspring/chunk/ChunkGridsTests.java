package io.github.zarrspring.chunk;

import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkGridsTests {

	@Test
	void regular() {
		Extension extension = Extension.of("regular", Map.of("chunk_shape", List.of(2, 3L)));
		assertThat(ChunkGrids.grid(extension)).isEqualTo(new RegularGrid(2, 3));
	}

	@Test
	void regularOfRankZero() {
		assertThat(ChunkGrids.grid(Extension.of("regular", Map.of("chunk_shape", List.of()))).rank()).isZero();
	}

	@Test
	void whenNameIsUnknownThenUnsupported() {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> ChunkGrids.grid(Extension.of("hexagonal")))
			.withMessage("Unknown chunk grid 'hexagonal', known are [rectilinear, regular]");
	}

	@Test
	void whenConfigurationIsMissingThenCorrupt() {
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> ChunkGrids.grid(Extension.of("regular")))
			.withMessageContaining("Chunk grid 'regular'")
			.withMessageContaining("'chunk_shape' is missing");
	}

	@Test
	void whenChunkSizeIsZeroThenCorrupt() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> ChunkGrids.grid(Extension.of("regular", Map.of("chunk_shape", List.of(2, 0)))))
			.withMessageContaining("'chunk_shape' is [2, 0]");
	}

	@Test
	void whenConfigurationHasUnknownMemberThenCorrupt() {
		Extension extension = Extension.of("regular", Map.of("chunk_shape", List.of(2), "overlap", 1));
		assertThatExceptionOfType(CorruptDataException.class).isThrownBy(() -> ChunkGrids.grid(extension))
			.withMessageContaining("'overlap'");
	}

}
