package io.github.zarrspring.spring.http;

import java.net.http.HttpClient;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes what {@link HttpBackend} needs of a client: the JDK's, with its pool of
 * connections, that neither follows redirects nor decompresses answers by itself.
 * HTTP/1.1, because many requests wait at a time, and servers bound how many one
 * connection of HTTP/2 may have.
 */
public final class HttpRequests {

	private HttpRequests() {
	}

	/**
	 * Make a request factory.
	 * @param settings time-outs, SSL bundle and addresses
	 * @return the factory
	 */
	public static ClientHttpRequestFactory factory(HttpClientSettings settings) {
		return ClientHttpRequestFactoryBuilder.jdk()
			.withHttpClientCustomizer((client) -> client.version(HttpClient.Version.HTTP_1_1))
			.withCustomizer((factory) -> factory.enableCompression(false))
			.build(settings.withRedirects(HttpRedirects.DONT_FOLLOW));
	}

}
