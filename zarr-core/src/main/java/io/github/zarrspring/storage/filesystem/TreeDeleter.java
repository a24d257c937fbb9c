package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletes all values that start with a prefix: goes through their directories once and
 * removes each directory once, after all that was in it.
 */
final class TreeDeleter {

	private final KeyPaths paths;

	private final Directories directories;

	private final HiddenFolder hidden;

	private final String prefix;

	private final Set<String> changed = new LinkedHashSet<>();

	/**
	 * A deletion.
	 * @param paths where the values are
	 * @param directories the directories they are in
	 * @param hidden the locks
	 * @param prefix what the keys start with
	 */
	TreeDeleter(KeyPaths paths, Directories directories, HiddenFolder hidden, String prefix) {
		this.paths = paths;
		this.directories = directories;
		this.hidden = hidden;
		this.prefix = prefix;
	}

	/**
	 * Delete.
	 * @param directory the directory to begin with, which is all or the beginning of the
	 * prefix
	 * @return the directories that are left and lost something
	 * @throws IOException if something cannot be deleted
	 */
	Set<String> delete(String directory) throws IOException {
		if (deleteIn(directory)) {
			this.changed.add(this.directories.prune(directory));
		}
		return this.changed;
	}

	/**
	 * Delete what is in a directory.
	 * @return whether the directory may be empty now
	 */
	private boolean deleteIn(String directory) throws IOException {
		if (!this.directories.isPresent(directory)) {
			return true;
		}
		String base = directory.isEmpty() ? "" : directory + '/';
		boolean emptied = true;
		boolean lost = false;
		for (String name : DirectoryNames.of(this.paths.of(directory))) {
			boolean deleted = deleteOne(base + name);
			emptied &= deleted;
			lost |= deleted;
		}
		if (lost && !emptied) {
			this.changed.add(directory);
		}
		return emptied;
	}

	private boolean deleteOne(String key) throws IOException {
		String first = key + '/';
		boolean within = first.startsWith(this.prefix);
		if (KeyPaths.isHidden(key) || !(within || this.prefix.startsWith(first))) {
			return false;
		}
		Path path = this.paths.of(key);
		try {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (attributes.isDirectory()) {
				return deleteIn(key) && removeIfEmpty(key);
			}
			if (!attributes.isRegularFile() || !key.startsWith(this.prefix)) {
				return false;
			}
			return this.hidden.locked(key,
					() -> this.directories.isPresent(KeyPaths.parent(key)) && Files.deleteIfExists(path));
		}
		catch (NoSuchFileException ex) {
			return true;
		}
		catch (DirectoryNotEmptyException ex) {
			// A directory came into the place of the value meanwhile.
			return false;
		}
	}

	private boolean removeIfEmpty(String directory) throws IOException {
		boolean removed = this.directories.removeIfEmpty(directory);
		if (!removed) {
			this.changed.add(directory);
		}
		return removed;
	}

}
