package io.github.zarrspring.spring.http;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import io.github.zarrspring.spring.ConditionalWrites;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.web.client.RestClient;

/**
 * Makes HTTP stores for tests.
 */
final class HttpStores {

	static final Duration READ_TIMEOUT = Duration.ofMillis(700);

	private HttpStores() {
	}

	static HttpBackend open(URI uri) {
		return open(uri, HttpLayout.KEYS, HttpListing.INDEX, ConditionalWrites.PROBED);
	}

	static HttpBackend open(URI uri, HttpLayout layout, HttpListing listing, ConditionalWrites conditionalWrites) {
		return open(new HttpStoreSettings(BaseUrl.of(uri.toString()), layout, true, conditionalWrites, listing,
				100_000_000, Set.of(), null), Duration.ofSeconds(20));
	}

	static HttpBackend open(HttpStoreSettings settings, Duration readTimeout) {
		RestClient client = RestClient.builder()
			.requestFactory(HttpRequests
				.factory(HttpClientSettings.defaults().withTimeouts(Duration.ofSeconds(5), readTimeout)))
			.build();
		return new HttpBackend(client, settings);
	}

}
