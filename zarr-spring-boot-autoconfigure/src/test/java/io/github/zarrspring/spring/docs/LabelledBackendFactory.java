package io.github.zarrspring.spring.docs;

import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

import org.springframework.stereotype.Component;

@Component
class LabelledBackendFactory implements StorageBackendFactory {

	@Override
	public String type() {
		return "labelled";
	}

	@Override
	public StorageBackend create(StoreContext context) {
		return new ConcurrentMapBackend();
	}

	@Override
	public String location(StoreContext context) {
		return context.bind(Properties.class).label();
	}

	record Properties(String label) {
	}

}
