package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine writes to arrays that others have made, as their metadata say.
 */
class RewrittenFixtureTests {

	/**
	 * The codecs that leave no choice to those who encode.
	 */
	private static final Set<String> EXACT = Set.of("bytes", "transpose", "crc32c", "numcodecs.crc32c");

	static Stream<Fixture> fixtures() throws IOException {
		return FixtureTests.supported().stream().filter((fixture) -> fixture.expect().equals("array"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("fixtures")
	void whenAllOfAFixtureIsWrittenAgainThenItIsTheSame(Fixture fixture) throws IOException {
		try (StorageBackend backend = new ConcurrentMapBackend();
				ZarrEngine engine = ZarrEngine.builder().writeEmptyChunks(true).build()) {
			Map<StoreKey, ByteBuffer> stored = load(fixture.path());
			backend.writeAll(stored);
			ZarrArray array = engine.hierarchy("fixture", backend).open("");
			NdArray values = array.read();
			stored.keySet().stream().filter((key) -> !isMetadata(key)).forEach(backend::delete);
			array.write(values);
			assertThat(ElementBytes.of(array.read())).isEqualTo(ElementBytes.of(values));
			if (array.codecs().stream().allMatch((codec) -> EXACT.contains(codec.toExtension().name()))) {
				assertThat(backend.list("", null, 1000)).containsAll(stored.keySet());
				for (long[] chunk : array.storage().listChunks(null, 1000).chunks()) {
					StoreKey key = array.storage().chunkKey(chunk);
					if (stored.containsKey(key) && isInside(array, chunk)) {
						assertThat(backend.read(key).map(StoredValue::bytes)).as("%s", key).contains(stored.get(key));
					}
				}
			}
		}
	}

	private static Map<StoreKey, ByteBuffer> load(Path directory) throws IOException {
		Map<StoreKey, ByteBuffer> values = new LinkedHashMap<>();
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				values.put(StoreKey.of(directory.relativize(file).toString()),
						ByteBuffer.wrap(Files.readAllBytes(file)));
			}
		}
		return values;
	}

	/**
	 * Whether a chunk has no cells beyond the edge, where anything may be.
	 */
	private static boolean isInside(ZarrArray array, long[] chunk) {
		for (int i = 0; i < chunk.length; i++) {
			if ((chunk[i] + 1) * array.chunkShape()[i] > array.shape()[i]) {
				return false;
			}
		}
		return true;
	}

	private static boolean isMetadata(StoreKey key) {
		return MetadataKeys.isMetadataName(key.value());
	}

}
