package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import io.github.zarrspring.storage.StoreInfo;
import org.jspecify.annotations.Nullable;

/**
 * Counts the values of a store, and their bytes.
 */
final class FileCounter extends SimpleFileVisitor<Path> {

	private final Path hidden;

	/**
	 * What the paths of the values that count start with.
	 */
	private final Path start;

	private final String beginning;

	private long entries;

	private long bytes;

	private FileCounter(Path hidden, Path start, String beginning) {
		this.hidden = hidden;
		this.start = start;
		this.beginning = beginning;
	}

	/**
	 * Count.
	 * @param paths where the values are
	 * @param prefix what their keys start with
	 * @return the numbers
	 * @throws IOException if a directory cannot be listed
	 */
	static StoreInfo count(KeyPaths paths, String prefix) throws IOException {
		Path start = paths.of(KeyPaths.parent(prefix));
		String beginning = prefix.substring(prefix.lastIndexOf('/') + 1);
		FileCounter counter = new FileCounter(paths.of(KeyPaths.HIDDEN), start, beginning);
		Files.walkFileTree(start, counter);
		return new StoreInfo(counter.entries, counter.bytes);
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		boolean counts = directory.equals(this.start) || (isWithin(directory) && !directory.equals(this.hidden));
		return counts ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		if (attributes.isRegularFile() && isWithin(file)) {
			this.entries++;
			this.bytes += attributes.size();
		}
		return FileVisitResult.CONTINUE;
	}

	/**
	 * Whether a key that begins with this path starts with the prefix, of which all but
	 * the beginning of a name is known to be right.
	 */
	private boolean isWithin(Path path) {
		return !this.start.equals(path.getParent()) || path.getFileName().toString().startsWith(this.beginning);
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
		return continueIfRemoved(ex);
	}

	@Override
	public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
		return continueIfRemoved(ex);
	}

	private static FileVisitResult continueIfRemoved(@Nullable IOException ex) throws IOException {
		if (ex != null && !(ex instanceof NoSuchFileException)) {
			throw ex;
		}
		return FileVisitResult.CONTINUE;
	}

}
