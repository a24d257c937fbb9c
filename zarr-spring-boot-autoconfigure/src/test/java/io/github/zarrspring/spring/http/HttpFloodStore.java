package io.github.zarrspring.spring.http;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.storage.StorageBackend;

/**
 * A store on a server that may answer with anything, as an application would have it.
 */
public final class HttpFloodStore {

	private HttpFloodStore() {
	}

	/**
	 * Open the store.
	 * @param uri where it is
	 * @param inFlight the bytes that may be on their way
	 * @return the store
	 */
	public static StorageBackend open(URI uri, BytesInFlight inFlight) {
		return HttpStores.open(
				new HttpStoreSettings(BaseUrl.of(uri.toString()), HttpLayout.KEYS, false, ConditionalWrites.OFF,
						HttpListing.NONE, 512L << 20, Limits.ofHeap().metadataBytes(), Set.of(), null, false),
				Duration.ofSeconds(30), inFlight);
	}

}
