package io.github.zarrspring.spring.autoconfigure;

/**
 * When a store of the type {@code snapshot} is loaded.
 */
public enum SnapshotLoading {

	/**
	 * While the application starts, which waits for it.
	 */
	STARTUP,

	/**
	 * Beside the start of the application. Until it is done calls fail, the store's
	 * health is out of service and the application refuses traffic.
	 */
	BACKGROUND

}
