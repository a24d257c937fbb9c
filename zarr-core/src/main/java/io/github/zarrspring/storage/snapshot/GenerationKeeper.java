package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.storage.filesystem.Transfers;

/**
 * Puts new generations in the place of old ones, and removes what is not needed any more.
 * For one thread at a time.
 */
final class GenerationKeeper {

	private final SnapshotFiles files;

	private final int keep;

	private final TreeMap<Long, Long> bases = new TreeMap<>();

	private int store;

	private long lastSegment;

	private volatile long archiveBytes;

	private volatile long journalBytes;

	GenerationKeeper(SnapshotFiles files, int keep) {
		this.files = files;
		this.keep = keep;
	}

	/**
	 * Begin with what there is.
	 * @param nextSegment the number that the next segment of the journal gets
	 * @param found for each segment the number of the change it continues from
	 * @param sequence the number of the last change
	 * @param number the number of the store
	 */
	void start(long nextSegment, Map<Long, Long> found, long sequence, int number) throws IOException {
		this.store = number;
		this.bases.putAll(found);
		this.bases.put(nextSegment, sequence);
		this.lastSegment = nextSegment - 1;
		countJournal();
		this.archiveBytes = Files.exists(this.files.archive()) ? Files.size(this.files.archive()) : 0;
	}

	/**
	 * Make a segment, which is on the device before anything in it counts.
	 */
	SegmentFile nextSegment(boolean fsync) throws IOException {
		return SegmentFile.create(this.files, ++this.lastSegment, this.store, fsync);
	}

	/**
	 * The last segment that was made is in use.
	 * @param base the number of the change it continues from
	 */
	void use(long base) throws IOException {
		this.bases.put(this.lastSegment, base);
		countJournal();
	}

	/**
	 * Save a generation under the store's own name, and keep the one that has it.
	 * @return the size of the archive in bytes
	 */
	long save(long sequence, Cut.Values values, boolean fsync) throws IOException {
		Path temporary = this.files.temporary();
		Files.deleteIfExists(temporary);
		boolean whole = false;
		try {
			long bytes = Generation.write(temporary, sequence, this.store, values, fsync);
			keepArchive();
			Files.move(temporary, this.files.archive(), StandardCopyOption.ATOMIC_MOVE);
			whole = true;
			this.files.force();
			this.archiveBytes = bytes;
			return bytes;
		}
		finally {
			if (!whole) {
				Files.deleteIfExists(temporary);
			}
		}
	}

	private void keepArchive() throws IOException {
		Path archive = this.files.archive();
		if (this.keep == 1 || !Files.exists(archive)) {
			return;
		}
		Path older;
		try {
			older = this.files.generation(Generation.of(archive).sequence());
		}
		catch (CorruptDataException ex) {
			// Somebody changed it behind our back: it is not ours to remove.
			this.files.quarantine(archive);
			return;
		}
		if (Files.exists(older)) {
			return;
		}
		try {
			Files.createLink(older, archive);
		}
		catch (UnsupportedOperationException | FileSystemException ex) {
			if (ex instanceof FileAlreadyExistsException) {
				return;
			}
			copyArchive(older);
		}
		this.files.force();
	}

	/**
	 * Where files have one name only. To rename the archive would leave the store without
	 * one for a moment.
	 */
	private void copyArchive(Path older) throws IOException {
		Path copy = this.files.copy();
		Files.deleteIfExists(copy);
		try (FileChannel source = FileChannel.open(this.files.archive(), StandardOpenOption.READ);
				FileChannel target = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			ByteBuffer part = ByteBuffer.allocate(1 << 16);
			long size = source.size();
			for (long done = 0; done < size; done += part.limit()) {
				part.clear().limit((int) Math.min(part.capacity(), size - done));
				Transfers.read(source, done, part);
				Transfers.write(target, part.flip());
			}
			target.force(true);
		}
		Files.move(copy, older, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Remove generations beyond those to keep, and then the segments that the oldest one
	 * left does not need.
	 * @param newest the number of the last change in the newest
	 */
	void prune(long newest) throws IOException {
		List<Path> archives = this.files.archives();
		long oldest = newest;
		for (int i = 0; i < archives.size(); i++) {
			if (i < this.keep) {
				oldest = (i > 0) ? Math.min(oldest, SnapshotFiles.number(archives.get(i))) : oldest;
			}
			else {
				Files.deleteIfExists(archives.get(i));
			}
		}
		for (Path segment : this.files.segments()) {
			Map.Entry<Long, Long> next = this.bases.higherEntry(SnapshotFiles.number(segment));
			if (next != null && next.getValue() <= oldest) {
				Files.deleteIfExists(segment);
				this.bases.remove(SnapshotFiles.number(segment));
			}
		}
		countJournal();
	}

	/**
	 * Nothing is left but the last segment.
	 */
	void restart(long base) throws IOException {
		this.bases.clear();
		this.archiveBytes = 0;
		use(base);
	}

	private void countJournal() throws IOException {
		long bytes = 0;
		for (Path segment : this.files.segments()) {
			bytes += (SnapshotFiles.number(segment) != this.lastSegment) ? Files.size(segment) : 0;
		}
		this.journalBytes = bytes;
	}

	long archiveBytes() {
		return this.archiveBytes;
	}

	/**
	 * The size of all segments but the one in use.
	 */
	long journalBytes() {
		return this.journalBytes;
	}

}
