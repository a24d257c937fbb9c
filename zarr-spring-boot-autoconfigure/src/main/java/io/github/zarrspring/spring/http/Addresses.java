package io.github.zarrspring.spring.http;

import java.net.URI;

import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a store are on its server.
 */
interface Addresses {

	/**
	 * The address of a value.
	 * @param key its key
	 * @return the address, {@code null} if the server has no place for such a value
	 */
	@Nullable URI of(StoreKey key);

	/**
	 * The address of a value that nobody else uses.
	 * @param name its name
	 * @return the address
	 */
	URI ofProbe(String name);

	/**
	 * The media type of a value.
	 * @param key its key
	 * @return the type
	 */
	String mediaType(StoreKey key);

	/**
	 * Whether what is at the address of a key is the value of this very key.
	 * @param key the key
	 * @param content what is at its address
	 * @return whether it is
	 */
	default boolean isValueOf(StoreKey key, byte[] content) {
		return true;
	}

}
