package io.github.zarrspring.spring.autoconfigure;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

/**
 * Makes stores of the type {@code concurrent-map}.
 */
class ConcurrentMapBackendFactory implements StorageBackendFactory {

	static final String TYPE = "concurrent-map";

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public StorageBackend create(StoreContext context) {
		return new ConcurrentMapBackend(context.bind(StoreProperties.ConcurrentMap.class).ordering());
	}

	@Override
	public boolean supportsHistory() {
		return true;
	}

	@Override
	public String location(StoreContext context) {
		return "memory";
	}

}
