package io.github.zarrspring.storage.snapshot;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link SnapshotBackend} is kept, in numbers.
 *
 * @param age how long ago the archive was known to have all values as they are,
 * {@code null} if that was never so
 * @param saveDuration how long the last save that wrote something took, {@code null} if
 * there was none
 * @param archiveBytes the size of the archive that was saved last, in bytes
 * @param journalBytes the size of all segments of the journal, in bytes
 * @param sequence the number of the last change
 * @param savedSequence the number of the last change in the archive, negative if there is
 * none
 */
public record SnapshotStatistics(@Nullable Duration age, @Nullable Duration saveDuration, long archiveBytes,
		long journalBytes, long sequence, long savedSequence) {
}
