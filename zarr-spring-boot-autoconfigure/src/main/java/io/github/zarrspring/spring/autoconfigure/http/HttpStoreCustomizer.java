package io.github.zarrspring.spring.autoconfigure.http;

import org.springframework.web.client.RestClient;

/**
 * Changes the client of stores of the type {@code http}: adds an interceptor that signs
 * requests or gets tokens, or replaces the request factory, which must not follow
 * redirects then. Declared as a bean; all of them are called in order, last of all.
 */
@FunctionalInterface
public interface HttpStoreCustomizer {

	/**
	 * Change the client of a store.
	 * @param store the name of the store
	 * @param builder what its client is made of
	 */
	void customize(String store, RestClient.Builder builder);

}
