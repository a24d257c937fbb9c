package io.github.zarrspring.storage.snapshot;

/**
 * What a {@link SnapshotBackend} does about the changes since its last snapshot.
 */
public enum JournalMode {

	/**
	 * Nothing: a process that dies loses them.
	 */
	OFF,

	/**
	 * They are appended to a file and forced to the device within a second: a process
	 * that dies loses those of the last second at most, none from in between.
	 */
	EVERY_SECOND,

	/**
	 * They are appended to a file and forced to the device before a write returns:
	 * nothing that was acknowledged is lost. Writers that come at the same time share one
	 * force.
	 */
	EVERY_WRITE

}
