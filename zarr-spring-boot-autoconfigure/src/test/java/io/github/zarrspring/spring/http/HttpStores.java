package io.github.zarrspring.spring.http;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.spring.ConditionalWrites;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.web.client.RestClient;

/**
 * Makes HTTP stores for tests.
 */
final class HttpStores {

	static final Duration READ_TIMEOUT = Duration.ofMillis(700);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

	private HttpStores() {
	}

	static HttpBackend open(URI uri) {
		return open(uri, HttpLayout.KEYS, HttpListing.INDEX, ConditionalWrites.PROBED);
	}

	static HttpBackend open(URI uri, HttpLayout layout, HttpListing listing, ConditionalWrites conditionalWrites) {
		return open(new HttpStoreSettings(BaseUrl.of(uri.toString()), layout, true, conditionalWrites, listing,
				100_000_000, 16 << 20, Set.of(), null, false), Duration.ofSeconds(20));
	}

	static HttpBackend open(HttpStoreSettings settings, Duration readTimeout) {
		return open(settings, readTimeout, new BytesInFlight(200_000_000));
	}

	static HttpBackend open(HttpStoreSettings settings, Duration readTimeout, BytesInFlight inFlight) {
		HttpRequests requests = new HttpRequests("test",
				HttpClientSettings.defaults().withTimeouts(CONNECT_TIMEOUT, readTimeout));
		RestClient client = RestClient.builder().requestFactory(requests.factory()).build();
		return new HttpBackend(client, client, settings, inFlight, requests::close);
	}

}
