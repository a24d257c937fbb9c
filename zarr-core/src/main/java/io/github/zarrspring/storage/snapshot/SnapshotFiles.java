package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.github.zarrspring.storage.filesystem.Transfers;

/**
 * The files of a store, all in one directory: the newest archive under the name that the
 * store was given, and beside it, with that name as the beginning of theirs, older
 * generations, segments of the journal, what was found damaged, and the lock.
 */
final class SnapshotFiles {

	private final Path directory;

	private final Path archive;

	private final String name;

	private final boolean fsync;

	SnapshotFiles(Path archive, boolean fsync) {
		this.archive = archive;
		this.directory = Objects.requireNonNull(archive.getParent());
		this.name = String.valueOf(archive.getFileName());
		this.fsync = fsync;
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
		return sibling("gen-%019d".formatted(sequence));
	}

	Path segment(long number) {
		return sibling("journal-%010d".formatted(number));
	}

	private Path sibling(String suffix) {
		return this.archive.resolveSibling(this.name + '.' + suffix);
	}

	/**
	 * The archives that there are, the one under the store's own name first, then from
	 * the newest to the oldest.
	 */
	List<Path> archives() throws IOException {
		List<Path> archives = new ArrayList<>(siblings("gen-"));
		archives.removeIf(SnapshotFiles::isQuarantined);
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
		List<Path> segments = new ArrayList<>(siblings("journal-"));
		segments.removeIf(SnapshotFiles::isQuarantined);
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
		return siblings("").stream().filter(SnapshotFiles::isQuarantined).toList();
	}

	private static boolean isQuarantined(Path file) {
		return file.toString().contains(".corrupt-");
	}

	private List<Path> siblings(String suffix) throws IOException {
		try (var files = Files.newDirectoryStream(this.directory)) {
			List<Path> siblings = new ArrayList<>();
			files.forEach((file) -> {
				if (String.valueOf(file.getFileName()).startsWith(this.name + '.' + suffix)) {
					siblings.add(file);
				}
			});
			return siblings;
		}
	}

	/**
	 * Put a damaged file aside, for somebody to look at.
	 * @return its new name
	 */
	Path quarantine(Path file) throws IOException {
		long number = 1;
		Path target;
		do {
			target = file.resolveSibling("%s.corrupt-%d".formatted(file.getFileName(), number++));
		}
		while (Files.exists(target));
		Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
		force();
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
	 * Remove all files but the lock, the lease and the mark.
	 * @param kept another one that stays
	 */
	void removeAll(Path kept) throws IOException {
		for (Path file : siblings("")) {
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
