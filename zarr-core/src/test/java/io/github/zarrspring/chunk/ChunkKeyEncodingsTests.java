package io.github.zarrspring.chunk;

import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkKeyEncodingsTests {

	@ParameterizedTest
	@CsvSource({ "default, /, c/1/20", "default, ., c.1.20", "v2, /, 1/20", "v2, ., 1.20" })
	void separator(String name, String separator, String key) {
		Extension extension = Extension.of(name, Map.of("separator", separator));
		ChunkKeyEncoding encoding = ChunkKeyEncodings.encoding(extension);
		assertThat(encoding.encode(new long[] { 1, 20 })).isEqualTo(key);
		assertThat(encoding.toExtension()).isEqualTo(extension);
	}

	@ParameterizedTest
	@CsvSource({ "default, c/1/20, c", "v2, 1.20, 0" })
	void defaultSeparator(String name, String key, String scalarKey) {
		ChunkKeyEncoding encoding = ChunkKeyEncodings.encoding(Extension.of(name));
		assertThat(encoding.encode(new long[] { 1, 20 })).isEqualTo(key);
		assertThat(encoding.encode(new long[0])).isEqualTo(scalarKey);
	}

	@Test
	void whenNameIsUnknownThenUnsupported() {
		assertThatExceptionOfType(UnsupportedExtensionException.class)
			.isThrownBy(() -> ChunkKeyEncodings.encoding(Extension.of("hashed")))
			.withMessage("Unknown chunk key encoding 'hashed', known are [default, v2]");
	}

	@Test
	void whenSeparatorIsNeitherSlashNorPeriodThenCorrupt() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> ChunkKeyEncodings.encoding(Extension.of("v2", Map.of("separator", "#"))))
			.withMessageContaining("Chunk key encoding 'v2'")
			.withMessageContaining("'separator' is #");
	}

	@Test
	void whenConfigurationHasUnknownMemberThenCorrupt() {
		assertThatExceptionOfType(CorruptDataException.class)
			.isThrownBy(() -> ChunkKeyEncodings.encoding(Extension.of("default", Map.of("prefix", "d"))))
			.withMessageContaining("'prefix'");
	}

}
