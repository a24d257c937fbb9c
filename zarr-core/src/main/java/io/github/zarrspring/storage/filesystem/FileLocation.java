package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Path;

import io.github.zarrspring.storage.StorageBackend;

/**
 * Where stores on files keep their values, see {@link StorageBackend#location()}: by real
 * paths, so that a directory is the same by whatever symbolic links it is reached.
 */
public final class FileLocation {

	private FileLocation() {
	}

	/**
	 * The location of values that are files in a directory.
	 * @param directory the directory, which need not be there
	 * @return the location
	 */
	public static String ofDirectory(Path directory) {
		String path = text(directory);
		return path.endsWith("/") ? path : path + '/';
	}

	/**
	 * The location of values that are in one file.
	 * @param file the file, which need not be there
	 * @return the location
	 */
	public static String ofArchive(Path file) {
		return text(file) + "!/";
	}

	private static String text(Path path) {
		Path real = real(path);
		String separator = real.getFileSystem().getSeparator();
		return "file:" + real.toString().replace(separator, "/");
	}

	/**
	 * The real path as far as there is anything.
	 */
	private static Path real(Path path) {
		Path absolute = path.toAbsolutePath().normalize();
		for (Path existing = absolute; existing != null; existing = existing.getParent()) {
			try {
				return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
			}
			catch (IOException ex) {
				// Not there, or not to be looked at: what it is in may be.
			}
		}
		return absolute;
	}

}
