package io.github.zarrspring.storage.filesystem;

/**
 * What a write to a {@link FilesystemBackend} waits for.
 */
public enum Sync {

	/**
	 * For the operating system to have taken the value: it survives the end of the
	 * process, however that comes, but not the loss of power.
	 */
	NEVER,

	/**
	 * For the value, its name and the names of the directories above it to be on the
	 * device: it survives the loss of power too.
	 */
	ALWAYS

}
