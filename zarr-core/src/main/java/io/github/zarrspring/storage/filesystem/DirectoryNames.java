package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lists the names in a directory.
 */
final class DirectoryNames {

	/**
	 * What the JDK puts for bytes of a name that are no characters. No such file is found
	 * by this name again.
	 */
	private static final char UNREADABLE = '\uFFFD';

	private DirectoryNames() {
	}

	/**
	 * All names in a directory.
	 * @param directory the directory
	 * @return the names in no order, none if it is not there
	 * @throws IOException if it cannot be listed, or has names that Java cannot read in
	 * the locale
	 */
	static List<String> of(Path directory) throws IOException {
		return of(directory, (name) -> true);
	}

	/**
	 * Some of the names in a directory.
	 * @param directory the directory
	 * @param filter which of them
	 * @return the names in no order, none if it is not there
	 * @throws IOException if it cannot be listed, or has names that Java cannot read in
	 * the locale
	 */
	static List<String> of(Path directory, Predicate<String> filter) throws IOException {
		List<String> names = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
			for (Path entry : entries) {
				String name = entry.getFileName().toString();
				if (filter.test(name) && (name.indexOf(UNREADABLE) < 0 || isName(name, entry))) {
					names.add(name);
				}
			}
		}
		catch (NoSuchFileException | NotDirectoryException ex) {
			// Removed meanwhile, so that there is nothing in it.
			names.clear();
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return names;
	}

	/**
	 * Whether a file is found again by a name. In a locale without Unicode it may have
	 * another name that a key could be, so that it cannot just be left out.
	 */
	private static boolean isName(String name, Path entry) throws IOException {
		try {
			return entry.resolveSibling(name).equals(entry);
		}
		catch (InvalidPathException ex) {
			throw new IOException("there is a name that Java cannot read in the encoding %s of the locale"
				.formatted(System.getProperty("sun.jnu.encoding")), ex);
		}
	}

}
