package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.zarrspring.storage.filesystem.FileFailures;
import io.github.zarrspring.storage.filesystem.Transfers;

/**
 * The files of a store, all in one directory: the newest archive under the name that the
 * store was given, and beside it, with that name as the beginning of theirs, older
 * generations, segments of the journal, what was found damaged, and the lock.
 */
final class SnapshotFiles {

	private static final String GENERATION = "gen-0\\d{18}";

	private static final String SEGMENT = "journal-\\d{10}";

	private static final String QUARANTINED = "(?:(?:%s|%s)\\.)?corrupt-\\d+".formatted(GENERATION, SEGMENT);

	private static final String ANY = String.join("|", GENERATION, SEGMENT, QUARANTINED, "tmp", "copy", "lock",
			"lease(?:\\.tmp)?", "dropping");

	/**
	 * As many links after each other as Linux follows.
	 */
	private static final int LONGEST_CHAIN = 40;

	private final Path directory;

	private final Path archive;

	private final String name;

	private final boolean fsync;

	/**
	 * The files of a store.
	 * @param archive the archive, or a link to it: a rename would replace the link, and
	 * two names of one archive would have two locks
	 * @param fsync whether files and names are forced to the device
	 */
	SnapshotFiles(Path archive, boolean fsync) {
		this.archive = target(archive.toAbsolutePath());
		this.directory = Objects.requireNonNull(this.archive.getParent());
		this.name = String.valueOf(this.archive.getFileName());
		this.fsync = fsync;
	}

	private static Path target(Path link) {
		Path path = link;
		for (int i = 0; i < LONGEST_CHAIN && Files.isSymbolicLink(path); i++) {
			try {
				path = path.resolveSibling(Files.readSymbolicLink(path));
			}
			catch (IOException ex) {
				throw FileFailures.translate("open", "'" + link + "'", ex);
			}
		}
		return path;
	}

	Path archive() {
		return this.archive;
	}

	Path temporary() {
		return sibling("tmp");
	}

	/**
	 * A second temporary name, for the copy of an archive.
	 */
	Path copy() {
		return sibling("copy");
	}

	Path lock() {
		return sibling("lock");
	}

	/**
	 * Who holds the lease of the store, and its fencing number, which never starts again.
	 */
	Path lease() {
		return sibling("lease");
	}

	/**
	 * A mark: while it is there, all other files are to be removed.
	 */
	Path dropping() {
		return sibling("dropping");
	}

	Path generation(long sequence) {
		return sibling(String.format(Locale.ROOT, "gen-%019d", sequence));
	}

	Path segment(long number) {
		return sibling(String.format(Locale.ROOT, "journal-%010d", number));
	}

	private Path sibling(String suffix) {
		return this.archive.resolveSibling(this.name + '.' + suffix);
	}

	/**
	 * The archives that there are, the one under the store's own name first, then from
	 * the newest to the oldest.
	 */
	List<Path> archives() throws IOException {
		List<Path> archives = siblings(GENERATION);
		archives.sort(Comparator.comparing(Path::toString).reversed());
		if (Files.exists(this.archive)) {
			archives.add(0, this.archive);
		}
		return archives;
	}

	/**
	 * The segments of the journal that there are, oldest first.
	 */
	List<Path> segments() throws IOException {
		List<Path> segments = siblings(SEGMENT);
		segments.sort(Comparator.comparing(Path::toString));
		return segments;
	}

	/**
	 * The number in the name of a segment or generation.
	 */
	static long number(Path file) {
		String name = String.valueOf(file.getFileName());
		return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
	}

	/**
	 * What was found damaged and put aside.
	 */
	List<Path> quarantined() throws IOException {
		return siblings(QUARANTINED);
	}

	/**
	 * The files of this store whose names end as a pattern says. Nothing else is touched,
	 * however similar its name: it is of another store, or a copy that somebody made.
	 */
	private List<Path> siblings(String suffix) throws IOException {
		Pattern pattern = Pattern.compile(Pattern.quote(this.name + '.') + "(?:" + suffix + ")");
		try (var files = Files.newDirectoryStream(this.directory)) {
			List<Path> siblings = new ArrayList<>();
			files.forEach((file) -> {
				if (pattern.matcher(String.valueOf(file.getFileName())).matches()) {
					siblings.add(file);
				}
			});
			return siblings;
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Put a damaged file aside, for somebody to look at.
	 * @return its new name
	 */
	Path quarantine(Path file) throws IOException {
		Path target = free(file, "corrupt");
		Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
		force();
		return target;
	}

	/**
	 * A name beside the archive that nothing has yet.
	 */
	Path free(String suffix) {
		return free(this.archive, suffix);
	}

	private static Path free(Path file, String suffix) {
		long number = 1;
		Path target;
		do {
			target = file.resolveSibling("%s.%s-%s".formatted(file.getFileName(), suffix, number++));
		}
		while (Files.exists(target));
		return target;
	}

	/**
	 * Make the directory of the store.
	 */
	void create() throws IOException {
		Path existing = this.directory;
		while (existing.getParent() != null && !Files.exists(existing)) {
			existing = existing.getParent();
		}
		Files.createDirectories(this.directory);
		Path path = this.directory;
		while (this.fsync && path != null && path.startsWith(existing)) {
			Transfers.forceNames(path);
			path = path.getParent();
		}
	}

	/**
	 * What tells the directory from another in its place.
	 * @return its identity
	 * @throws NoSuchFileException if there is no such directory
	 */
	Object place() throws IOException {
		Object key = Files.readAttributes(this.directory, BasicFileAttributes.class).fileKey();
		return (key != null) ? key : "";
	}

	/**
	 * Remove all files but the lock, the lease and the mark.
	 * @param kept another one that stays
	 */
	void removeAll(Path kept) throws IOException {
		for (Path file : siblings(ANY)) {
			if (!List.of(lock(), lease(), dropping(), kept).contains(file)) {
				Files.deleteIfExists(file);
			}
		}
		Files.deleteIfExists(this.archive);
		force();
	}

	/**
	 * Wait until the names of the files are on the device.
	 */
	void force() throws IOException {
		if (this.fsync) {
			Transfers.forceNames(this.directory);
		}
	}

}
