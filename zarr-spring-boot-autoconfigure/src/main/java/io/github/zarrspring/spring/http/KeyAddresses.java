package io.github.zarrspring.spring.http;

import java.net.URI;

import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.StoreKey;

/**
 * Each key is the path of a file below the base.
 */
final class KeyAddresses implements Addresses {

	static final String BYTES = "application/octet-stream";

	static final String JSON = "application/json";

	private final BaseUrl base;

	KeyAddresses(BaseUrl base) {
		this.base = base;
	}

	@Override
	public URI of(StoreKey key) {
		return this.base.resolve(BaseUrl.encode(key.value()));
	}

	@Override
	public URI ofProbe(String name) {
		return this.base.resolve('.' + name);
	}

	@Override
	public String mediaType(StoreKey key) {
		String value = key.value();
		return MetadataKeys.isMetadataName(value.substring(value.lastIndexOf('/') + 1)) ? JSON : BYTES;
	}

}
