package io.github.zarrspring.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An array of the given fixtures, by its document and one chunk.
 *
 * @param fixture the name of the fixture
 * @param documentName the name of the document
 * @param document the document
 * @param chunkKey the key of the chunk
 * @param chunk the chunk
 */
record FuzzedArray(String fixture, String documentName, byte[] document, String chunkKey, byte[] chunk) {

	private static final Path GIVEN = Path.of("src/test/fixtures/given");

	/**
	 * The largest chunk that is of use: the fuzzer mutates small inputs best.
	 */
	private static final long MAX_CHUNK = 16 << 10;

	/**
	 * A number from 0 to 65,535 that stands for the fixture.
	 */
	int number() {
		return (this.fixture.hashCode() * 0x9E3779B1) >>> 16;
	}

	/**
	 * All fixtures with an array at their root.
	 * @return the arrays, always in the same order
	 * @throws IOException if a file cannot be read
	 */
	static List<FuzzedArray> all() throws IOException {
		List<FuzzedArray> arrays = new ArrayList<>();
		for (Path fixture : sorted(Files.list(GIVEN))) {
			for (String name : List.of("zarr.json", ".zarray")) {
				Path document = fixture.resolve(name);
				Optional<Path> chunk = Files.isRegularFile(document) ? chunk(fixture) : Optional.empty();
				if (chunk.isPresent()) {
					arrays.add(new FuzzedArray(fixture.getFileName().toString(), name, Files.readAllBytes(document),
							fixture.relativize(chunk.get()).toString(), Files.readAllBytes(chunk.get())));
				}
			}
		}
		return arrays;
	}

	private static Optional<Path> chunk(Path fixture) throws IOException {
		for (Path file : sorted(Files.walk(fixture))) {
			String key = fixture.relativize(file).toString();
			if (key.matches("c?[0-9./]*") && Files.isRegularFile(file) && Files.size(file) <= MAX_CHUNK) {
				return Optional.of(file);
			}
		}
		return Optional.empty();
	}

	private static List<Path> sorted(Stream<Path> files) {
		try (files) {
			return files.sorted().toList();
		}
	}

}
