package io.github.zarrspring.storage;

/**
 * Opaque token of one stored value, for compare-and-set. It never stands for two contents
 * of a key.
 *
 * @param token the token, as the backend made it
 */
public record Version(String token) {

	/**
	 * The version of a key under which nothing is stored: expected of
	 * {@link StorageBackend#compareAndSet}, it means create only.
	 */
	public static final Version ABSENT = new Version("");

}
