package io.github.zarrspring.spring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of this repository.
 */
final class Repository {

	private Repository() {
	}

	/**
	 * The root of the repository, from wherever the tests are run.
	 * @return its directory
	 */
	static Path root() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isRegularFile(directory.resolve("docs/lineage.md"))) {
			directory = directory.getParent();
			if (directory == null) {
				throw new IllegalStateException("Not within the repository");
			}
		}
		return directory;
	}

	static String read(Path file) {
		try {
			return Files.readString(file).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
