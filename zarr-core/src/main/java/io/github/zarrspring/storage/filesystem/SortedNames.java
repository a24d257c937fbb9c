package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The names in a directory, in order. Those of a few large directories are remembered
 * between the pages of a listing, which would otherwise read all of them for each page.
 * They count for as long as the time stamp of the directory stays the same, and only if
 * it was old when they were read: time stamps are coarse, so that a name that came at the
 * same moment could be missed. Safe for use by several threads.
 */
final class SortedNames {

	/**
	 * How many names a directory has that is remembered.
	 */
	static final int LARGE = 4000;

	private static final int DIRECTORIES = 4;

	private static final Duration OLD = Duration.ofSeconds(10);

	private final Map<Path, SoftReference<Names>> remembered = new LinkedHashMap<>();

	/**
	 * The names in a directory.
	 * @param directory the directory
	 * @param filter which names are needed; others may be there too
	 * @return the names in the order of their code points, none if it is not there
	 * @throws IOException if it cannot be listed
	 */
	List<String> of(Path directory, Predicate<String> filter) throws IOException {
		FileTime modified = modified(directory);
		if (modified == null) {
			return List.of();
		}
		Names known = known(directory);
		if (known != null && known.modified().equals(modified)) {
			return known.sorted();
		}
		boolean old = modified.toMillis() < System.currentTimeMillis() - OLD.toMillis();
		List<String> names = old ? DirectoryNames.of(directory) : DirectoryNames.of(directory, filter);
		names.sort(StoreKey::compare);
		if (old && names.size() >= LARGE) {
			remember(directory, new Names(modified, names));
		}
		return names;
	}

	private static @Nullable FileTime modified(Path directory) throws IOException {
		try {
			return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
				.lastModifiedTime();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private @Nullable Names known(Path directory) {
		synchronized (this.remembered) {
			SoftReference<Names> names = this.remembered.get(directory);
			return (names != null) ? names.get() : null;
		}
	}

	private void remember(Path directory, Names names) {
		synchronized (this.remembered) {
			this.remembered.remove(directory);
			this.remembered.put(directory, new SoftReference<>(names));
			if (this.remembered.size() > DIRECTORIES) {
				this.remembered.remove(this.remembered.keySet().iterator().next());
			}
		}
	}

	private record Names(FileTime modified, List<String> sorted) {
	}

}
