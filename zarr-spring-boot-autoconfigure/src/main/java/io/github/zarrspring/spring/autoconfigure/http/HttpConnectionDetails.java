package io.github.zarrspring.spring.autoconfigure.http;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where stores of the type {@code http} are. A bean of this goes before the properties.
 */
public interface HttpConnectionDetails extends ConnectionDetails {

	/**
	 * The address of the store.
	 * @return the address
	 */
	String baseUrl();

	/**
	 * The bearer token to send.
	 * @return the token, {@code null} for none
	 */
	default @Nullable String token() {
		return null;
	}

	/**
	 * The store that this is about.
	 * @return its name, {@code null} for all stores of the type that have no
	 * {@code base-url} of their own
	 */
	default @Nullable String storeName() {
		return null;
	}

}
