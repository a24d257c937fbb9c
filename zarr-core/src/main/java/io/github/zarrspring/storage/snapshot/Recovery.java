package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;

/**
 * Brings back what the files hold: the newest generation that is whole, and all changes
 * after it that follow each other without a gap. What is damaged, or does not belong to
 * the others, is put aside at once. Segments of the journal that are damaged in the
 * middle are named, to be put aside when a snapshot has what could be read of them. For
 * one thread, once.
 */
final class Recovery {

	private final SnapshotFiles files;

	private final boolean fsync;

	private final List<String> warnings = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	private final List<Path> unusable = new ArrayList<>();

	private final TreeMap<Long, Long> bases = new TreeMap<>();

	private ConcurrentMapBackend memory = new ConcurrentMapBackend();

	private long saved = -1;

	private long sequence;

	private @Nullable Integer store;

	Recovery(SnapshotFiles files, boolean fsync) {
		this.files = files;
		this.fsync = fsync;
	}

	/**
	 * Bring it back.
	 * @return what there is
	 * @throws CorruptDataException if there are generations but none is whole
	 */
	Recovered run() throws IOException {
		if (Files.exists(this.files.dropping())) {
			this.files.removeAll(this.files.lock());
			Files.delete(this.files.dropping());
		}
		Files.deleteIfExists(this.files.temporary());
		Files.deleteIfExists(this.files.copy());
		this.files.force();
		loadGeneration();
		loadJournal();
		this.files.quarantined().forEach((file) -> this.warnings.add("Put aside as damaged: " + file));
		long nextSegment = this.files.segments().stream().mapToLong(SnapshotFiles::number).max().orElse(0) + 1;
		Integer number = this.store;
		return new Recovered(this.memory, this.sequence, this.saved, nextSegment, this.bases, this.unusable,
				this.warnings, this.problems, (number != null) ? number : ThreadLocalRandom.current().nextInt());
	}

	private void loadGeneration() throws IOException {
		ForeignArchive foreign = new ForeignArchive(this.files);
		if (foreign.exists()) {
			takeOver(foreign);
			return;
		}
		Map<Path, CorruptDataException> damaged = new LinkedHashMap<>();
		List<Path> archives = this.files.archives();
		for (Path path : archives) {
			try {
				load(generation(path));
				putOthersAside(archives.subList(archives.indexOf(path) + 1, archives.size()));
				for (Map.Entry<Path, CorruptDataException> file : damaged.entrySet()) {
					this.files.quarantine(file.getKey());
					this.warnings.add("'%s' is damaged, '%s' of an earlier save is used instead: %s"
						.formatted(file.getKey(), path, file.getValue().getReason()));
				}
				return;
			}
			catch (CorruptDataException ex) {
				damaged.put(path, ex);
				this.memory = new ConcurrentMapBackend();
			}
		}
		if (!damaged.isEmpty()) {
			Map.Entry<Path, CorruptDataException> newest = damaged.entrySet().iterator().next();
			throw new CorruptDataException(("'%s' cannot be read and there is no earlier generation that can: %s. "
					+ "Restore it from a copy, or move it away with all files whose names start with its own to start empty")
				.formatted(newest.getKey(), newest.getValue().getReason()), newest.getValue());
		}
	}

	private void takeOver(ForeignArchive foreign) throws IOException {
		int number = ThreadLocalRandom.current().nextInt();
		Path kept = foreign.takeOver(number, this.fsync, this.memory);
		this.store = number;
		this.saved = 0;
		this.warnings
			.add("'%s' was not written by a snapshot store: its %s values were taken over, and it was kept as '%s'"
				.formatted(this.files.archive(), this.memory.info().entries(), kept.getFileName()));
	}

	private Generation generation(Path path) throws IOException {
		Generation generation = Generation.of(path);
		if (!path.equals(this.files.archive()) && SnapshotFiles.number(path) != generation.sequence()) {
			throw new CorruptDataException(
					"The archive is that of change %d, not the one its name says".formatted(generation.sequence()));
		}
		return generation;
	}

	/**
	 * Somebody has put another archive in the place of the newest: generations that do
	 * not lead to it must not be taken for its past.
	 */
	private void putOthersAside(List<Path> older) throws IOException {
		for (Path path : older) {
			if (SnapshotFiles.number(path) > this.sequence || isForeign(path)) {
				this.warnings.add("'%s' does not lead to the archive that was loaded, of change %s: put aside as '%s'"
					.formatted(path, this.sequence, this.files.quarantine(path).getFileName()));
			}
		}
	}

	private boolean isForeign(Path path) throws IOException {
		try {
			Integer own = this.store;
			return own != null && Generation.of(path).store() != own;
		}
		catch (CorruptDataException ex) {
			// Told when it is needed.
			return false;
		}
	}

	private void load(Generation generation) throws IOException {
		generation.load(this::apply);
		this.store = generation.store();
		if (this.fsync) {
			generation.force();
		}
		this.saved = generation.sequence();
		this.sequence = generation.sequence();
	}

	private void apply(StoreKey key, @Nullable ByteBuffer value) {
		if (value != null) {
			this.memory.write(key, value);
		}
		else {
			this.memory.delete(key);
		}
	}

	private void loadJournal() throws IOException {
		List<Path> segments = this.files.segments();
		long[] next = new long[segments.size() + 1];
		next[segments.size()] = JournalReader.UNKNOWN;
		for (int i = segments.size() - 1; i >= 0; i--) {
			try (JournalReader reader = new JournalReader(segments.get(i))) {
				if (reader.base() != JournalReader.UNKNOWN) {
					this.bases.put(SnapshotFiles.number(segments.get(i)), reader.base());
				}
				next[i] = (reader.base() != JournalReader.UNKNOWN) ? reader.base() : next[i + 1];
				this.store = (this.store != null) ? this.store : reader.store();
			}
		}
		for (int i = 0; i < segments.size(); i++) {
			long base = this.bases.getOrDefault(SnapshotFiles.number(segments.get(i)), 0L);
			// Nothing in a segment is news if the next continues from what is known.
			boolean known = next[i + 1] != JournalReader.UNKNOWN && base <= next[i + 1] && next[i + 1] <= this.sequence;
			if (!known) {
				replay(segments.get(i), next[i + 1]);
			}
		}
	}

	/**
	 * Replay a segment.
	 * @param next where the segment after it continues from
	 */
	private void replay(Path segment, long next) throws IOException {
		try (JournalReader reader = new JournalReader(segment)) {
			Integer own = this.store;
			if (own != null && reader.isForeign(own)) {
				putAside(segment, "it is the journal of another store");
				return;
			}
			if (reader.base() > this.sequence && reader.isEmptied()) {
				this.memory = new ConcurrentMapBackend();
				this.sequence = reader.base();
			}
			if (reader.base() > this.sequence) {
				putAside(segment, "changes %s to %s before it are missing".formatted(this.sequence + 1, reader.base()));
				return;
			}
			reader.replay(this.sequence, this::apply);
			this.sequence = Math.max(this.sequence, reader.last());
			if (this.fsync) {
				reader.force();
			}
			if (reader.rest() == 0 || next == this.sequence) {
				return;
			}
			if (reader.isDamaged() || next != JournalReader.UNKNOWN) {
				this.unusable.add(segment);
				problem(segment,
						"there is damage after change %s, before others that are whole".formatted(this.sequence));
				return;
			}
			this.warnings
				.add("The last %s bytes of '%s', after change %s, were not written to their end and are cut off"
					.formatted(reader.rest(), segment, this.sequence));
		}
	}

	/**
	 * Nothing in a segment can be used. Once there are as many other changes it would
	 * seem to follow them: so it has to be out of the way before there is any.
	 */
	private void putAside(Path segment, String reason) throws IOException {
		this.bases.remove(SnapshotFiles.number(segment));
		problem(segment, reason);
		this.files.quarantine(segment);
	}

	private void problem(Path segment, String reason) {
		this.problems.add("'%s' and what follows it cannot be used: %s. The store has what came before"
			.formatted(segment, reason));
	}

	/**
	 * What there is.
	 *
	 * @param memory the values
	 * @param sequence the number of the last change
	 * @param saved the number of the last change that is in an archive, negative if there
	 * is none
	 * @param nextSegment the number for the next segment of the journal
	 * @param bases for each segment the number of the change it continues from
	 * @param unusable segments that are damaged, whose beginnings count until a snapshot
	 * has them
	 * @param warnings what was dealt with
	 * @param problems what is lost
	 * @param store the number of the store
	 */
	record Recovered(ConcurrentMapBackend memory, long sequence, long saved, long nextSegment,
			TreeMap<Long, Long> bases, List<Path> unusable, List<String> warnings, List<String> problems, int store) {
	}

}
