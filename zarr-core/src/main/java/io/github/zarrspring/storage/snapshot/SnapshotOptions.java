package io.github.zarrspring.storage.snapshot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.zarrspring.exception.InvalidRequestException;

/**
 * How a {@link SnapshotBackend} keeps its values. All of it may be another the next time
 * that the store is opened: what the files hold is read whatever wrote it.
 *
 * @param path the archive; the store's other files are beside it, under names that start
 * with its name and a dot
 * @param interval how often changes are saved, zero for never
 * @param onShutdown whether changes are saved when the store is closed
 * @param keep how many generations of the archive are kept, the newest included
 * @param journal what is done about the changes since the last snapshot
 * @param fsync whether files are forced to the device, so that they survive the loss of
 * power and not only the death of the process
 * @param background whether the store is loaded while others start already; until then
 * every call fails with {@code StoreUnavailableException}
 */
public record SnapshotOptions(Path path, Duration interval, boolean onShutdown, int keep, JournalMode journal,
		boolean fsync, boolean background) {

	/**
	 * What the usual file systems take, without the end of the longest name.
	 */
	private static final int LONGEST_NAME = 255 - ".gen-0000000000000000000.corrupt-0000".length();

	/**
	 * Check the options.
	 */
	public SnapshotOptions {
		if (keep < 1) {
			throw new InvalidRequestException(
					"A snapshot store cannot keep %d generations, 1 at least".formatted(keep));
		}
		if (interval.isNegative()) {
			throw new InvalidRequestException("A snapshot store cannot be saved every %s".formatted(interval));
		}
		Path name = path.getFileName();
		if (name == null || List.of("", ".", "..").contains(name.toString())) {
			throw new InvalidRequestException("'%s' cannot be the file of a snapshot store".formatted(path));
		}
		if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
			throw new InvalidRequestException(
					"The name of '%s' is too long: with more than %d bytes those of the store's other files could not be made"
						.formatted(path, LONGEST_NAME));
		}
	}

	/**
	 * The defaults: saved every five seconds and when it is closed, two generations, no
	 * journal, forced to the device, loaded when it is opened.
	 * @param path the archive
	 * @return the options
	 */
	public static SnapshotOptions of(Path path) {
		return new SnapshotOptions(path, Duration.ofSeconds(5), true, 2, JournalMode.OFF, true, false);
	}

	/**
	 * These options with another interval.
	 * @param interval how often changes are saved, zero for never
	 * @return the changed options
	 */
	public SnapshotOptions withInterval(Duration interval) {
		return new SnapshotOptions(this.path, interval, this.onShutdown, this.keep, this.journal, this.fsync,
				this.background);
	}

	/**
	 * These options with or without saving at the end.
	 * @param onShutdown whether changes are saved when the store is closed
	 * @return the changed options
	 */
	public SnapshotOptions withOnShutdown(boolean onShutdown) {
		return new SnapshotOptions(this.path, this.interval, onShutdown, this.keep, this.journal, this.fsync,
				this.background);
	}

	/**
	 * These options with another number of generations.
	 * @param keep how many are kept
	 * @return the changed options
	 */
	public SnapshotOptions withKeep(int keep) {
		return new SnapshotOptions(this.path, this.interval, this.onShutdown, keep, this.journal, this.fsync,
				this.background);
	}

	/**
	 * These options with another journal.
	 * @param journal what is done about the changes since the last snapshot
	 * @return the changed options
	 */
	public SnapshotOptions withJournal(JournalMode journal) {
		return new SnapshotOptions(this.path, this.interval, this.onShutdown, this.keep, journal, this.fsync,
				this.background);
	}

	/**
	 * These options with or without forces.
	 * @param fsync whether files are forced to the device
	 * @return the changed options
	 */
	public SnapshotOptions withFsync(boolean fsync) {
		return new SnapshotOptions(this.path, this.interval, this.onShutdown, this.keep, this.journal, fsync,
				this.background);
	}

	/**
	 * These options with loading in the background or not.
	 * @param background whether the store is loaded while others start already
	 * @return the changed options
	 */
	public SnapshotOptions withBackground(boolean background) {
		return new SnapshotOptions(this.path, this.interval, this.onShutdown, this.keep, this.journal, this.fsync,
				background);
	}

}
