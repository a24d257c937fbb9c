package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.FlushableBackend.Flush;
import io.github.zarrspring.storage.ReportingBackend.Condition;
import io.github.zarrspring.storage.ReportingBackend.Report;
import io.github.zarrspring.storage.filesystem.FileFailures;
import io.github.zarrspring.storage.filesystem.PathLock;
import io.github.zarrspring.storage.filesystem.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link SnapshotBackend} does with files but the journal: opens, saves, drops
 * and closes it, one at a time.
 */
final class SnapshotSaver {

	private final SnapshotBackend backend;

	private final SnapshotOptions options;

	private final Consumer<String> log;

	private final SnapshotFiles files;

	private final GenerationKeeper keeper;

	private final SnapshotSchedule schedule;

	private final ReentrantLock saving = new ReentrantLock();

	private final ReentrantLock leasing = new ReentrantLock();

	private final CompletableFuture<Void> loaded = new CompletableFuture<>();

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private final List<Path> unusable = new ArrayList<>();

	private volatile @Nullable PathLock lock;

	private volatile @Nullable Object place;

	private long saved = -1;

	private long dropped = -1;

	private volatile boolean closed;

	private volatile @Nullable String loadProblem;

	private volatile @Nullable String saveProblem;

	private volatile @Nullable String dropProblem;

	private volatile long currentAt = Long.MIN_VALUE;

	private volatile @Nullable Flush lastSave;

	private volatile long savedSequence = -1;

	SnapshotSaver(SnapshotBackend backend, SnapshotOptions options, Consumer<String> log) {
		this.backend = backend;
		this.options = options;
		this.log = log;
		this.files = new SnapshotFiles(options.path(), options.fsync());
		this.keeper = new GenerationKeeper(this.files, options.keep());
		this.schedule = new SnapshotSchedule(options, String.valueOf(options.path().getFileName()));
	}

	SnapshotOptions options() {
		return this.options;
	}

	Path leaseFile() {
		return this.files.lease();
	}

	void open() {
		boolean opened = false;
		try {
			this.lock = Uninterrupted.call(() -> {
				this.files.create();
				this.place = this.files.place();
				return PathLock.take(this.files.lock(), this.options.path());
			});
			if (this.options.background()) {
				this.schedule.inBackground(this::loadInBackground);
			}
			else {
				load();
				this.loaded.complete(null);
			}
			opened = true;
		}
		catch (IOException ex) {
			throw FileFailures.translate("open", "'" + this.options.path() + "'", ex);
		}
		finally {
			if (!opened) {
				this.schedule.stop();
				releaseQuietly();
			}
		}
	}

	private void loadInBackground() {
		try {
			load();
		}
		catch (IOException | RuntimeException ex) {
			this.loadProblem = "The store could not be loaded: " + ex.getMessage();
			this.log.accept(this.loadProblem);
		}
		finally {
			this.loaded.complete(null);
		}
	}

	private void load() throws IOException {
		this.saving.lock();
		try {
			Recovery.Recovered found = Uninterrupted.call(() -> new Recovery(this.files, this.options.fsync()).run());
			found.warnings().forEach(this::warn);
			found.problems().forEach((problem) -> {
				this.problems.add(problem);
				this.log.accept(problem);
			});
			this.unusable.addAll(found.unusable());
			this.keeper.start(found.nextSegment(), found.bases(), found.sequence(), found.store());
			boolean current = Files.exists(this.files.archive()) || found.sequence() == 0;
			this.saved = current ? Math.max(0, found.saved()) : -1;
			this.savedSequence = found.saved();
			Journal journal = (this.options.journal() != JournalMode.OFF) ? newJournal(found.sequence()) : null;
			this.backend.start(found.memory(), found.sequence(), journal);
			if (!isChanged()) {
				this.currentAt = System.nanoTime();
			}
			this.schedule.start(this::saveAtInterval, this::forceJournal);
		}
		finally {
			this.saving.unlock();
		}
	}

	private Journal newJournal(long sequence) throws IOException {
		SegmentFile first = Uninterrupted.call(() -> this.keeper.nextSegment(this.options.fsync()));
		return new Journal(this.options.journal(), first, sequence, this::journalBroke);
	}

	private void warn(String warning) {
		this.warnings.add(warning);
		this.log.accept(warning);
	}

	private void journalBroke() {
		this.schedule.soon();
	}

	private void saveAtInterval() {
		try {
			save();
		}
		catch (ZarrException ex) {
			// Told by the health of the store, and tried again.
			return;
		}
		catch (RuntimeException | Error ex) {
			this.log.accept("Saving the store to '%s' will be tried again: %s".formatted(this.options.path(), ex));
		}
	}

	private void forceJournal() {
		Journal journal = this.backend.journal();
		try {
			if (journal != null) {
				journal.forceAll();
			}
		}
		catch (RuntimeException | Error ex) {
			this.log.accept("Forcing the journal of '%s' will be tried again: %s".formatted(this.options.path(), ex));
		}
	}

	Flush save() {
		this.saving.lock();
		try {
			checkUsable();
			return saveLocked();
		}
		finally {
			this.saving.unlock();
		}
	}

	private void checkUsable() {
		if (this.closed || isLoading() || this.loadProblem != null) {
			throw notReady();
		}
		checkWritable();
	}

	private Flush saveLocked() {
		long start = System.nanoTime();
		String problem = "The store could not be saved";
		try {
			checkPlace();
			boolean changed = isChanged();
			long bytes = changed ? Uninterrupted.call(() -> write(start)) : 0;
			this.currentAt = changed ? this.currentAt : start;
			Flush flush = new Flush(Duration.ofNanos(System.nanoTime() - start), bytes);
			this.lastSave = changed ? flush : this.lastSave;
			problem = null;
			return flush;
		}
		catch (IOException ex) {
			ZarrException failure = FileFailures.translate("save", "the store to '" + this.options.path() + "'", ex);
			problem = failure.getReason();
			throw failure;
		}
		finally {
			if (problem != null && this.saveProblem == null) {
				this.log.accept(problem);
			}
			this.saveProblem = problem;
		}
	}

	/**
	 * Look whether the files are still where they were. Others may have had the store
	 * where another lock is; where there is none, it is taken again.
	 */
	private void checkPlace() throws IOException {
		String problem = placeProblem();
		if (problem != null) {
			throw new NoSuchFileException(this.options.path().toString(), null, problem);
		}
		PathLock held = this.lock;
		if (held == null || !held.isCurrent()) {
			releaseQuietly();
			this.lock = PathLock.take(this.files.lock(), this.options.path());
		}
	}

	/**
	 * What is wrong with the place of the files.
	 * @return a text, {@code null} if it is what it was
	 */
	private @Nullable String placeProblem() {
		Object before = this.place;
		PathLock held = this.lock;
		try {
			if (before != null && !before.equals(this.files.place())) {
				return "another directory is in the place of that of '%s'".formatted(this.options.path());
			}
			if (held != null && !held.isCurrent() && Files.exists(this.files.lock())) {
				return "another process has had '%s' since its lock was removed".formatted(this.options.path());
			}
			return null;
		}
		catch (IOException ex) {
			return "the directory of '%s' was moved away, removed or unmounted: %s".formatted(this.options.path(), ex);
		}
	}

	private boolean isChanged() {
		Journal journal = this.backend.journal();
		return this.backend.sequence() != this.saved || !this.unusable.isEmpty()
				|| (journal != null && journal.problem() != null);
	}

	private long write(long start) throws IOException {
		Journal journal = this.backend.journal();
		// Else there would be as many segments as saves that failed.
		boolean stay = this.saveProblem != null && journal != null && !journal.isSegmentBroken();
		SegmentFile next = (journal != null && !stay) ? this.keeper.nextSegment(this.options.fsync()) : null;
		Cut.Values[] values = new Cut.Values[1];
		long sequence = this.backend.cut(next, (cut) -> values[0] = cut);
		if (next != null) {
			this.keeper.use(sequence);
		}
		long bytes = this.keeper.save(sequence, values[0], this.options.fsync());
		if (journal != null) {
			// What broke before its segment began.
			journal.heal(journal.segmentNumber(), sequence);
		}
		this.saved = sequence;
		this.savedSequence = sequence;
		this.currentAt = start;
		for (Path segment : this.unusable) {
			this.warnings.add("Put aside as damaged: " + this.files.quarantine(segment));
		}
		this.unusable.clear();
		this.keeper.prune(sequence);
		return bytes;
	}

	/**
	 * While this mark is there, all other files count for nothing: so it is the moment at
	 * which the values are gone, whatever happens before all files are.
	 */
	void drop() {
		this.saving.lock();
		try {
			if (this.closed || isLoading()) {
				throw notReady();
			}
			this.backend.paused(() -> {
				String problem = "The store was dropped, but not all of its files could be removed: drop it again";
				try {
					if (!Files.exists(this.files.dropping())) {
						Files.createFile(this.files.dropping());
					}
					this.dropProblem = problem;
					Uninterrupted.call(this::dropLocked);
					this.dropProblem = null;
				}
				catch (IOException ex) {
					throw FileFailures.translate("drop", "'" + this.options.path() + "'", ex);
				}
			});
		}
		finally {
			this.saving.unlock();
		}
	}

	private boolean dropLocked() throws IOException {
		this.files.force();
		this.backend.clear();
		Journal journal = this.backend.journal();
		SegmentFile next = (journal != null) ? this.keeper.nextSegment(this.options.fsync()) : null;
		if (journal != null && next != null) {
			journal.restart(next);
		}
		this.files.removeAll((next != null) ? next.path() : this.files.lock());
		Files.deleteIfExists(this.files.dropping());
		this.files.force();
		long sequence = this.backend.sequence();
		if (journal != null && next != null) {
			journal.heal(next.number(), sequence);
		}
		this.keeper.restart(sequence);
		this.saved = sequence;
		this.savedSequence = -1;
		this.dropped = sequence;
		this.unusable.clear();
		this.problems.clear();
		this.warnings.clear();
		this.currentAt = System.nanoTime();
		return true;
	}

	/**
	 * Do something to a file of the store, before another process can have it.
	 */
	void whileOpen(Runnable work) {
		this.leasing.lock();
		try {
			if (this.closed) {
				throw notReady();
			}
			work.run();
		}
		finally {
			this.leasing.unlock();
		}
	}

	/**
	 * Refuse changes that could be lost.
	 */
	void checkWritable() {
		if (this.closed) {
			throw notReady();
		}
		String problem = this.dropProblem;
		if (problem != null) {
			throw new StoreFailureException(problem);
		}
	}

	RuntimeException notReady() {
		if (this.closed) {
			return new StoreFailureException("The snapshot store is closed");
		}
		String problem = this.loadProblem;
		return (problem != null) ? new StoreFailureException(problem) : new StoreUnavailableException(
				"The store is still being loaded from '%s'".formatted(this.options.path()));
	}

	boolean isLoading() {
		return !this.loaded.isDone();
	}

	boolean isLoaded() {
		return !isLoading() && this.loadProblem == null;
	}

	boolean isClosed() {
		return this.closed;
	}

	void whenLoaded(Runnable listener) {
		this.loaded.thenRun(listener);
	}

	SnapshotStatistics statistics() {
		long at = this.currentAt;
		Flush save = this.lastSave;
		Journal journal = this.backend.journal();
		return new SnapshotStatistics((at != Long.MIN_VALUE) ? Duration.ofNanos(System.nanoTime() - at) : null,
				(save != null) ? save.duration() : null, this.keeper.archiveBytes(),
				this.keeper.journalBytes() + ((journal != null) ? journal.bytes() : 0), this.backend.sequence(),
				this.savedSequence);
	}

	Report report() {
		List<String> now = new ArrayList<>(this.problems);
		Journal journal = this.backend.journal();
		for (String problem : new @Nullable String[] { this.loadProblem, this.saveProblem, this.dropProblem,
				(journal != null) ? journal.problem() : null, (!this.closed) ? placeProblem() : null }) {
			if (problem != null) {
				now.add(problem);
			}
		}
		SnapshotStatistics statistics = statistics();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("journal", this.options.journal().name().toLowerCase(Locale.ROOT).replace('_', '-'));
		details.put("changes", statistics.sequence());
		if (statistics.savedSequence() >= 0) {
			details.put("saved", statistics.savedSequence());
		}
		if (statistics.age() != null) {
			details.put("age", statistics.age());
		}
		details.put("archiveBytes", statistics.archiveBytes());
		details.put("journalBytes", statistics.journalBytes());
		Condition condition = isLoading() ? Condition.STARTING : (now.isEmpty() ? Condition.UP : Condition.DOWN);
		return new Report(condition, now, List.copyOf(this.warnings), details);
	}

	void close() {
		this.loaded.join();
		this.schedule.stop();
		this.saving.lock();
		try {
			if (this.closed) {
				return;
			}
			try {
				closeLocked();
			}
			finally {
				refuseAll();
				this.backend.paused(this.backend::stop);
				releaseQuietly();
			}
		}
		finally {
			this.saving.unlock();
		}
	}

	private void refuseAll() {
		this.leasing.lock();
		this.closed = true;
		this.leasing.unlock();
	}

	private void closeJournal() throws IOException {
		Journal journal = this.backend.journal();
		if (journal != null) {
			journal.close();
		}
	}

	private void closeLocked() {
		if (this.loadProblem != null) {
			return;
		}
		// Nothing is changed any more, so that what is saved now is all there is.
		this.backend.paused(this::refuseAll);
		boolean empty = this.backend.sequence() == this.dropped;
		try {
			try {
				if (this.options.onShutdown() && !empty && this.dropProblem == null) {
					saveLocked();
				}
			}
			finally {
				closeJournal();
			}
			if (empty) {
				Uninterrupted.call(() -> {
					this.files.removeAll(this.files.lock());
					return empty;
				});
				PathLock held = this.lock;
				this.lock = null;
				if (held != null) {
					held.remove();
				}
			}
		}
		catch (IOException ex) {
			throw FileFailures.translate("close", "'" + this.options.path() + "'", ex);
		}
	}

	private void releaseQuietly() {
		PathLock held = this.lock;
		this.lock = null;
		if (held != null) {
			try {
				held.close();
			}
			catch (IOException ex) {
				this.log.accept("The lock of '%s' could not be closed: %s".formatted(this.options.path(), ex));
			}
		}
	}

}
